defmodule DeskTest do
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

  @tag milestone: 1
  test "requests of a class are taken in the order of arrival" do
    desk = Desk.new() |> let_in([request(1), request(2)], 0) |> let_in([request(3)], 5)
    {1, [], desk} = next(desk, 10)
    {2, [], desk} = next(desk, 20)
    assert {3, [], desk} = next(desk, 30)
    assert {nil, [], _desk} = next(desk, 40)
  end

  @tag milestone: 1
  test "whoever pays is taken before those who browse" do
    desk = let_in(Desk.new(), [request(1), request(2, :pay), request(3), request(4, :pay)], 0)
    {2, [], desk} = next(desk, 10)
    {4, [], desk} = next(desk, 20)
    assert {1, [], _desk} = next(desk, 30)
  end

  @tag milestone: 2
  test "nobody is taken after the deadline" do
    desk = let_in(Desk.new(), [request(1, :browse, 50), request(2, :browse, 500)], 0)
    assert {2, [1], desk} = next(desk, 60)
    assert {nil, [], _desk} = next(desk, 70)
  end

  @tag milestone: 3
  test "waits that stay too long for a window mean refusing those who waited too long" do
    desk = Desk.new(target_ms: 100, window_ms: 500)
    desk = let_in(desk, for(n <- 1..6, do: request(n)), 0)
    {1, [], desk} = next(desk, 101)
    {2, [], desk} = next(desk, 300)
    desk = let_in(desk, [request(7), request(8)], 580)
    {3, [], desk} = next(desk, 600)
    assert {7, [4, 5, 6], desk} = next(desk, 601)
    assert {8, [], _desk} = next(desk, 620)
  end

  @tag milestone: 4
  test "with time enough all are in time" do
    arrivals = for n <- 0..9, do: {n * 25, request(n, :browse, n * 25 + 20)}

    assert Desk.simulate(Desk.new(), arrivals, fn _start -> 20 end) == %{
             {:browse, :in_time} => 10
           }
  end
end
