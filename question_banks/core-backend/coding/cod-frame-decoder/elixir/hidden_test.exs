defmodule FrameDecoderHiddenTest do
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
  test "a payload may be empty" do
    assert payloads([frame("") <> frame("a") <> frame("")]) == ["", "a", ""]
  end

  @tag milestone: 2
  test "chunks of any one size give the same frames" do
    expected = for n <- 0..40, do: :binary.copy(<<n>>, n)
    stream = Enum.map_join(expected, &frame/1)

    for size <- [1, 2, 3, 5, 7, 64, 1_000] do
      chunks = stream |> :binary.bin_to_list() |> Enum.chunk_every(size)
      assert payloads(Enum.map(chunks, &:binary.list_to_bin/1)) == expected
    end
  end

  @tag milestone: 2
  test "a payload may look like the beginning of a frame" do
    tricky = <<0xF7, 0, 0, 0, 3, 0xF7, 0xF7>>
    assert payloads([frame(tricky) <> frame("next")]) == [tricky, "next"]
  end

  @tag milestone: 2
  test "twenty thousand frames may come in one chunk" do
    expected = for n <- 1..20_000, do: <<n::32>>
    assert payloads([Enum.map_join(expected, &frame/1)]) == expected
  end

  @tag milestone: 3
  test "a payload of the largest size is taken, a larger one is not" do
    decoder = FrameDecoder.new(max_bytes: 8)
    assert {:ok, ["12345678"], decoder} = FrameDecoder.feed(decoder, frame("12345678"), 0)
    assert {:error, _reason, []} = FrameDecoder.feed(decoder, frame("123456789"), 0)
  end

  @tag milestone: 3
  test "a length that is too large is refused before its payload comes" do
    decoder = unfinished(FrameDecoder.new(), [{<<0xF7, 0xFF, 0xFF, 0xFF>>, 0}])
    assert {:error, _reason, []} = FrameDecoder.feed(decoder, <<0xFF>>, 0)
  end

  @tag milestone: 3
  test "garbage is refused at its first byte" do
    assert {:ok, ["a"], decoder} = FrameDecoder.feed(FrameDecoder.new(), frame("a"), 0)
    assert {:error, _reason, []} = FrameDecoder.feed(decoder, "G", 0)
  end

  @tag milestone: 3
  test "frames ahead of garbage are handed over, and none behind it" do
    chunk = frame("good") <> "?!" <> frame("hidden")
    assert {:error, _reason, ["good"]} = FrameDecoder.feed(FrameDecoder.new(), chunk, 0)
    chunk = frame("good") <> <<0xF7, 0xFFFFFFFF::32>> <> frame("hidden")
    assert {:error, _reason, ["good"]} = FrameDecoder.feed(FrameDecoder.new(), chunk, 0)
  end

  @tag milestone: 4
  test "a byte now and then buys no time" do
    decoder = FrameDecoder.new(patience_ms: 100)
    bytes = for <<byte <- frame("level=71")>>, do: <<byte>>
    fed = bytes |> Enum.take(10) |> Enum.with_index(fn byte, n -> {byte, n * 10} end)
    decoder = unfinished(decoder, fed)
    assert {:error, _reason, []} = FrameDecoder.feed(decoder, Enum.at(bytes, 10), 100)
  end

  @tag milestone: 4
  test "half a header is timed as well" do
    decoder = unfinished(FrameDecoder.new(patience_ms: 100), [{<<0xF7>>, 50}, {<<0>>, 149}])
    assert {:error, _reason, []} = FrameDecoder.feed(decoder, "", 150)
  end

  @tag milestone: 4
  test "silence between two frames is no fault" do
    decoder = FrameDecoder.new(patience_ms: 100)
    assert {:ok, ["a"], decoder} = FrameDecoder.feed(decoder, frame("a"), 0)
    decoder = unfinished(decoder, [{"", 1_000}, {"", 3_600_000}])
    assert {:ok, ["b"], _decoder} = FrameDecoder.feed(decoder, frame("b"), 3_600_001)
  end

  @tag milestone: 4
  test "each frame is timed from its own first byte" do
    decoder = FrameDecoder.new(patience_ms: 100)
    <<begin::binary-size(6), rest::binary>> = frame("first")
    decoder = unfinished(decoder, [{begin, 0}])
    assert {:ok, ["first"], decoder} = FrameDecoder.feed(decoder, rest <> <<0xF7>>, 90)
    decoder = unfinished(decoder, [{"", 150}, {"", 189}])
    assert {:error, _reason, []} = FrameDecoder.feed(decoder, "", 190)
  end

  @tag milestone: 4
  test "a frame that is complete is taken, however late" do
    decoder = FrameDecoder.new(patience_ms: 100)
    <<begin::binary-size(6), rest::binary>> = frame("first")
    decoder = unfinished(decoder, [{begin, 0}])
    assert {:ok, ["first"], _decoder} = FrameDecoder.feed(decoder, rest, 140)
  end
end
