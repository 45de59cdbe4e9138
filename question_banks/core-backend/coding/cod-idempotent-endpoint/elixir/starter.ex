defmodule Idempotent do
  @moduledoc """
  Stands between the router and the controller of `POST /charges`.

  A request is `%{account: 17, key: "k-1", body: %{"cents" => 900}}`. `run` is the controller: it
  gets the request and returns `{status, body}`, as `call/4` does.

  `store` is a map of three functions. They stand for a table, shared by all nodes, in which a key
  has at most one row; a row may be any term.
    * `store.insert.(key, row)`       `:ok`, or `{:exists, row}` if the key has a row
    * `store.replace.(key, old, new)` `:ok`, or `:changed` if the row is not `old` any more
    * `store.delete.(key, old)`       `:ok`, or `:changed` if the row is not `old` any more

  Options:
    * `:keep_ms` how long an answer is kept                             (default 24 hours)
    * `:lost_ms` when a request that has no answer yet counts as lost   (default 60_000)
    * `:now`     zero-arity clock in ms, for tests

  Answers of its own are `{400, _}` for a key that can't be used and `{422, _}` for another body
  under a known key.
  """

  @type response :: {status :: 100..599, body :: term}

  @spec call(map, map, run :: (map -> response), keyword) :: response
  def call(_store, _request, _run, _opts \\ []) do
    raise "not implemented"
  end
end
