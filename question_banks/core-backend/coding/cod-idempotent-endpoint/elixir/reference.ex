defmodule Idempotent do
  @moduledoc "A key is taken before the work begins; the answer is written where it was taken."

  @keep_ms 24 * 60 * 60 * 1_000
  @lost_ms 60_000

  @type response :: {status :: 100..599, body :: term}

  @spec call(map, map, run :: (map -> response), keyword) :: response
  def call(store, request, run, opts \\ []) do
    now = Keyword.get(opts, :now, fn -> System.os_time(:millisecond) end)

    with {:ok, key} <- key(request) do
      case take(store, key, claim(request, now.()), opts) do
        {:ours, claim} -> attempt(store, key, claim, request, run)
        {:answered, response} -> response
      end
    end
  end

  # Keys are chosen by clients: two accounts may have the same.
  defp key(%{account: account, key: key}) when is_binary(key) and byte_size(key) in 1..255 do
    {:ok, {account, key}}
  end

  defp key(_request), do: {400, "send a key of 1 to 255 bytes"}

  # The owner makes each claim a row of its own: no two attempts can take one for the other.
  defp claim(request, now) do
    body = :crypto.hash(:sha256, :erlang.term_to_binary(in_order(request.body)))
    %{body: body, at: now, owner: :crypto.strong_rand_bytes(8), answer: nil}
  end

  # A large map has its fields in no order that two nodes would share.
  defp in_order(%{} = map), do: {:map, map |> Enum.map(&in_order/1) |> Enum.sort()}
  defp in_order({name, value}), do: {name, in_order(value)}
  defp in_order(list) when is_list(list), do: Enum.map(list, &in_order/1)
  defp in_order(value), do: value

  # The store's own writes decide between requests that come together.
  defp take(store, key, claim, opts) do
    case store.insert.(key, claim) do
      :ok -> {:ours, claim}
      {:exists, row} -> meet(store, key, row, claim, opts)
    end
  end

  defp meet(store, key, row, claim, opts) do
    age = claim.at - row.at

    cond do
      age >= Keyword.get(opts, :keep_ms, @keep_ms) -> take_over(store, key, row, claim, opts)
      row.body != claim.body -> {:answered, {422, "this key was used with another body"}}
      row.answer != nil -> {:answered, row.answer}
      age >= Keyword.get(opts, :lost_ms, @lost_ms) -> take_over(store, key, row, claim, opts)
      true -> {:answered, {409, "the first request is still running, try again"}}
    end
  end

  defp take_over(store, key, row, claim, opts) do
    case store.replace.(key, row, claim) do
      :ok -> {:ours, claim}
      :changed -> take(store, key, claim, opts)
    end
  end

  defp attempt(store, key, claim, request, run) do
    response = run.(request)
    record(store, key, claim, response)
  catch
    kind, reason ->
      store.delete.(key, claim)
      :erlang.raise(kind, reason, __STACKTRACE__)
  end

  # Whoever was overtaken has lost the word: two answers under one key must not be seen.
  defp record(store, key, claim, response) do
    written =
      if final?(response),
        do: store.replace.(key, claim, %{claim | answer: response}),
        else: store.delete.(key, claim)

    case written do
      :ok -> response
      :changed -> {409, "this request took too long, ask again for its answer"}
    end
  end

  # A decline is a decision. That we could not decide is none.
  defp final?({429, _body}), do: false
  defp final?({status, _body}), do: status < 500
end
