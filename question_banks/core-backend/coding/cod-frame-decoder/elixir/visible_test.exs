defmodule FrameDecoderTest do
  use ExUnit.Case, async: true

  defp frame(payload), do: <<0xF7, byte_size(payload)::32, payload::binary>>

  # Feeds chunk after chunk, all at one moment, and gives all payloads.
  defp payloads(chunks) do
    {payloads, _decoder} =
      Enum.flat_map_reduce(chunks, FrameDecoder.new(), fn chunk, decoder ->
        assert {:ok, payloads, decoder} = FrameDecoder.feed(decoder, chunk, 0)
        {payloads, decoder}
      end)

    payloads
  end

  # Feeds `{chunk, now}` after `{chunk, now}`, each of which is taken without completing a frame.
  defp unfinished(decoder, fed) do
    Enum.reduce(fed, decoder, fn {chunk, now}, decoder ->
      assert {:ok, [], decoder} = FrameDecoder.feed(decoder, chunk, now)
      decoder
    end)
  end

  @tag milestone: 1
  test "a frame in one chunk is decoded" do
    assert payloads([frame("level=71")]) == ["level=71"]
  end

  @tag milestone: 1
  test "two frames in one chunk come in their order" do
    assert payloads([frame("first") <> frame("second")]) == ["first", "second"]
  end

  @tag milestone: 2
  test "a frame may come byte by byte" do
    assert payloads(for <<byte <- frame("level=71")>>, do: <<byte>>) == ["level=71"]
  end

  @tag milestone: 2
  test "a chunk may end anywhere" do
    stream = frame("first") <> frame("second") <> frame("third")

    for cut <- 0..byte_size(stream) do
      <<head::binary-size(cut), tail::binary>> = stream
      assert payloads([head, tail]) == ["first", "second", "third"]
    end
  end

  @tag milestone: 3
  test "what begins like no frame is refused" do
    assert {:error, _reason, []} = FrameDecoder.feed(FrameDecoder.new(), "GET / HTTP/1.1", 0)
  end

  @tag milestone: 4
  test "a frame that does not come to its end is given up" do
    decoder = FrameDecoder.new(patience_ms: 100)
    <<begin::binary-size(9), _rest::binary>> = frame("level=71")
    decoder = unfinished(decoder, [{begin, 0}, {"", 99}])
    assert {:error, _reason, []} = FrameDecoder.feed(decoder, "", 100)
  end
end
