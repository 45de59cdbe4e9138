defmodule FrameDecoder do
  @moduledoc "Finds frames in the bytes of one connection, and holds one incomplete frame at most."

  # `begun_at` is when the first byte of the incomplete frame came; nil between two frames.
  defstruct [:max_bytes, :patience_ms, begun_at: nil, held: <<>>]

  @type t :: %__MODULE__{}

  @mark 0xF7

  @spec new(keyword) :: t
  def new(opts \\ []) do
    %__MODULE__{
      max_bytes: Keyword.get(opts, :max_bytes, 65_536),
      patience_ms: Keyword.get(opts, :patience_ms, 10_000)
    }
  end

  @doc "Takes what has arrived and gives the payloads that are complete, in their order."
  @spec feed(t, chunk :: binary, now :: integer) ::
          {:ok, [binary], t} | {:error, reason :: term, [binary]}
  def feed(decoder, chunk, now) do
    case take(decoder.held <> chunk, decoder.max_bytes, []) do
      {:ok, payloads, held} -> wait(%{decoder | held: hold(held, payloads)}, payloads, now)
      {:error, reason, payloads} -> {:error, reason, payloads}
    end
  end

  # A length is judged as soon as it is there: nobody waits for a payload that is not wanted.
  defp take(<<@mark, length::32, _rest::binary>>, max_bytes, payloads) when length > max_bytes do
    {:error, {:too_large, length}, Enum.reverse(payloads)}
  end

  # Copied, since a payload of twenty bytes would keep the whole chunk that it came in.
  defp take(
         <<@mark, length::32, payload::binary-size(length), rest::binary>>,
         max_bytes,
         payloads
       ) do
    take(rest, max_bytes, [:binary.copy(payload) | payloads])
  end

  defp take(<<@mark, _rest::binary>> = held, _max_bytes, payloads) do
    {:ok, Enum.reverse(payloads), held}
  end

  defp take(<<>>, _max_bytes, payloads), do: {:ok, Enum.reverse(payloads), <<>>}

  # A payload may hold the mark as well: behind garbage there is no telling where a frame begins.
  defp take(_garbage, _max_bytes, payloads), do: {:error, :no_frame, Enum.reverse(payloads)}

  # The end of a chunk would keep all of it too; but a frame that grows is not copied each time.
  defp hold(held, []), do: held
  defp hold(held, _payloads), do: :binary.copy(held)

  defp wait(decoder, payloads, now) do
    begun_at = begun_at(decoder, payloads, now)

    # By the frame's first byte, not by its last one: a byte now and then must not buy time.
    if begun_at && now - begun_at >= decoder.patience_ms do
      {:error, :too_slow, payloads}
    else
      {:ok, payloads, %{decoder | begun_at: begun_at}}
    end
  end

  defp begun_at(%{held: <<>>}, _payloads, _now), do: nil
  # Nothing was completed: what is held had begun before, unless there was nothing then.
  defp begun_at(decoder, [], now), do: decoder.begun_at || now
  defp begun_at(_decoder, _payloads, now), do: now
end
