defmodule DeskHiddenTest do
  use ExUnit.Case, async: true

  defp request(id, class \\ :browse, deadline \\ 1_000_000) do
    %{id: id, class: class, deadline: deadline}
  end

  # Lets them in at this time, and expects that the desk takes them.
  defp let_in(desk, requests, now) do
    Enum.reduce(requests, desk, fn request, desk ->
      assert {:ok, desk} = Desk.arrive(desk, request, now)
      desk
    end)
  end

  # What the engine gets and who is refused, by id.
  defp next(desk, now) do
    {request, refused, desk} = Desk.next(desk, now)
    {request && request.id, Enum.map(refused, & &1.id), desk}
  end

  # Overloaded by six who wait from 0 on; two came later. The next to be taken is number 7.
  defp overloaded do
    desk = let_in(Desk.new(target_ms: 100, window_ms: 500), for(n <- 1..6, do: request(n)), 0)
    {1, [], desk} = next(desk, 101)
    desk = let_in(desk, [request(7), request(8)], 580)
    {7, [2, 3, 4, 5, 6], desk} = next(desk, 601)
    desk
  end

  # Forty requests a second for 30 s, each tenth one pays, each of them has a second.
  defp half_a_minute do
    for n <- 0..1_199 do
      class = if rem(n, 10) == 0, do: :pay, else: :browse
      {n * 25, request(n, class, n * 25 + 1_000)}
    end
  end

  # The engine needs 20 ms, and 100 ms during ten seconds.
  defp slow_spell(start), do: if(start in 5_000..14_999, do: 100, else: 20)

  @tag milestone: 1
  test "an empty desk has nothing to do" do
    assert {nil, [], desk} = next(Desk.new(), 0)
    assert {1, [], _desk} = desk |> let_in([request(1)], 10) |> next(10)
  end

  @tag milestone: 1
  test "a limit counts all who wait" do
    desk = let_in(Desk.new(limit: 2), [request(1), request(2, :pay)], 0)
    assert {:refused, desk} = Desk.arrive(desk, request(3), 0)
    assert {:refused, desk} = Desk.arrive(desk, request(4, :pay), 0)
    {2, [], desk} = next(desk, 10)
    assert {:ok, _desk} = Desk.arrive(desk, request(5), 10)
  end

  @tag milestone: 2
  test "nobody is taken whose answer would be late" do
    requests = [request(1, :browse, 119), request(2, :pay, 119), request(3, :browse, 500)]
    desk = let_in(Desk.new(service_ms: 20), requests, 0)
    assert {3, refused, _desk} = next(desk, 100)
    assert Enum.sort(refused) == [1, 2]
  end

  @tag milestone: 2
  test "just enough time is enough" do
    desk = let_in(Desk.new(service_ms: 20), [request(1, :browse, 120)], 0)
    assert {1, [], _desk} = next(desk, 100)
  end

  @tag milestone: 2
  test "all who are hopeless at the head are refused together" do
    requests = for(n <- 1..5, do: request(n, :browse, 50)) ++ [request(6, :browse, 500)]
    assert {6, [1, 2, 3, 4, 5], _desk} = Desk.new() |> let_in(requests, 0) |> next(60)
  end

  @tag milestone: 3
  test "a long line is no reason to refuse anybody" do
    # a thousand at once, taken one a millisecond: nobody has waited for long
    desk = let_in(Desk.new(), for(n <- 1..1_000, do: request(n)), 0)

    Enum.reduce(1..100, desk, fn n, desk ->
      assert {^n, [], desk} = next(desk, n)
      desk
    end)

    # eight in line all the time, each of them for 80 ms
    desk = let_in(Desk.new(), for(n <- 1..8, do: request(n)), 0)

    Enum.reduce(1..100, desk, fn n, desk ->
      assert {_id, [], desk} = next(desk, n * 10)
      let_in(desk, [request({:more, n})], n * 10)
    end)
  end

  @tag milestone: 3
  test "a burst that is over within the window is served in full" do
    desk = let_in(Desk.new(target_ms: 100, window_ms: 500), for(n <- 1..20, do: request(n)), 0)

    desk =
      Enum.reduce(1..20, desk, fn n, desk ->
        assert {^n, [], desk} = next(desk, n * 28)
        desk
      end)

    assert {nil, [], _desk} = next(desk, 600)
  end

  @tag milestone: 3
  test "one short wait ends the overload" do
    desk = overloaded()
    {8, [], desk} = next(desk, 640)
    desk = let_in(desk, [request(9), request(10)], 650)
    assert {9, [], desk} = next(desk, 800)
    assert {10, [], _desk} = next(desk, 1_100)
  end

  @tag milestone: 3
  test "an overload goes on as long as waits are too long" do
    desk = overloaded() |> let_in([request(9)], 660)
    assert {9, [8], _desk} = next(desk, 700)
  end

  @tag milestone: 3
  test "whoever pays is not refused for having waited" do
    desk = Desk.new(target_ms: 100, window_ms: 500)
    desk = let_in(desk, [request(0) | for(n <- 1..4, do: request(n, :pay))], 0)
    {1, [], desk} = next(desk, 101)
    assert {2, [0], desk} = next(desk, 601)
    assert {3, [], desk} = next(desk, 701)
    assert {4, [], _desk} = next(desk, 801)
  end

  @tag milestone: 4
  test "three requests played by hand" do
    arrivals = [
      {0, request(1, :browse, 50)},
      {10, request(2, :pay, 90)},
      {20, request(3, :browse, 100)}
    ]

    assert Desk.simulate(Desk.new(), arrivals, fn _start -> 50 end) ==
             %{{:browse, :in_time} => 1, {:pay, :late} => 1, {:browse, :refused} => 1}
  end

  @tag milestone: 4
  test "the engine begins when somebody comes, or when it is free" do
    test = self()

    service = fn start ->
      send(test, {:start, start})
      20
    end

    arrivals = for {at, n} <- [{0, 1}, {5, 2}, {1_000, 3}], do: {at, request(n)}
    assert Desk.simulate(Desk.new(), arrivals, service) == %{{:browse, :in_time} => 3}
    for start <- [0, 20, 1_000], do: assert_received({:start, ^start})
    refute_received {:start, _other}
  end

  @tag milestone: 4
  test "those turned away by the limit are counted" do
    arrivals = for n <- 1..5, do: {0, request(n)}

    assert Desk.simulate(Desk.new(limit: 2), arrivals, fn _start -> 20 end) ==
             %{{:browse, :in_time} => 2, {:browse, :refused} => 3}
  end

  @tag milestone: 4
  test "in a slow spell the answers that are given are in time" do
    ends = Desk.simulate(Desk.new(), half_a_minute(), &slow_spell/1)
    assert ends[{:pay, :in_time}] == 120
    assert ends[{:browse, :in_time}] >= 750
    assert Map.get(ends, {:browse, :late}, 0) == 0
    assert ends |> Map.values() |> Enum.sum() == 1_200
  end

  @tag milestone: 4
  test "a short burst loses nobody" do
    arrivals = for n <- 0..23, do: {n, request(n, :browse, n + 1_000)}
    assert Desk.simulate(Desk.new(), arrivals, &slow_spell/1) == %{{:browse, :in_time} => 24}
  end
end
