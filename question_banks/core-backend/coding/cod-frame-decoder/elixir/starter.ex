defmodule FrameDecoder do
  @moduledoc """
  Finds frames in the bytes of one connection.

  A frame is the byte 0xF7, the length of its payload in four bytes (big-endian, unsigned), and the
  payload.

  Options:
    * `:max_bytes`   how large a payload may be  (default 65_536)
    * `:patience_ms` how patient we are          (default 10_000)
  """

  @type t :: term

  @spec new(keyword) :: t
  def new(_opts \\ []), do: raise("not implemented")

  @doc """
  Takes what has arrived and gives the payloads that are complete, in their order.

  It is called for each chunk, and once a second with an empty one. `now` is in ms. After an error
  the connection is closed, and this decoder is not used again.
  """
  @spec feed(t, chunk :: binary, now :: integer) ::
          {:ok, [binary], t} | {:error, reason :: term, [binary]}
  def feed(_decoder, _chunk, _now), do: raise("not implemented")
end
