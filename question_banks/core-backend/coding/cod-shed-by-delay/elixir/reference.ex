defmodule Desk do
  @moduledoc """
  The line in front of the fare engine. How long the first in line has waited says whether there
  is too much to do, whatever the reason; how many wait does not.
  """

  @type request :: %{id: term, class: :pay | :browse, deadline: integer}
  @type t :: %__MODULE__{}

  # Lines hold {since, request}. `above_since` is when waits began to be longer than the target.
  defstruct target_ms: 100,
            window_ms: 500,
            service_ms: 20,
            limit: :infinity,
            pay: :queue.new(),
            browse: :queue.new(),
            above_since: nil

  @spec new(keyword) :: t
  def new(opts \\ []), do: struct!(__MODULE__, opts)

  @spec arrive(t, request, now :: integer) :: {:ok | :refused, t}
  def arrive(desk, request, now) do
    if full?(desk) do
      {:refused, desk}
    else
      {:ok, Map.update!(desk, request.class, &:queue.in({now, request}, &1))}
    end
  end

  # :queue.len/1 walks the line, so lines are counted only where a limit keeps them short.
  defp full?(%{limit: :infinity}), do: false
  defp full?(desk), do: :queue.len(desk.pay) + :queue.len(desk.browse) >= desk.limit

  @spec next(t, now :: integer) :: {request | nil, refused :: [request], t}
  def next(desk, now) do
    desk = watch(desk, now)
    {refused_pay, pay} = drop(desk.pay, &hopeless?(desk, &1, now))

    {refused_browse, browse} =
      drop(desk.browse, &(hopeless?(desk, &1, now) or shed?(desk, &1, now)))

    {request, desk} = take(%{desk | pay: pay, browse: browse})
    {request, refused_pay ++ refused_browse, desk}
  end

  @spec simulate(t, [{integer, request}], (integer -> pos_integer)) ::
          %{{:pay | :browse, :in_time | :late | :refused} => pos_integer}
  def simulate(desk, arrivals, service) do
    arrivals |> play(desk, service, 0, []) |> Enum.frequencies()
  end

  # One short wait is enough to show that the engine keeps up.
  defp watch(desk, now) do
    if longest_wait(desk, now) > desk.target_ms do
      %{desk | above_since: desk.above_since || now}
    else
      %{desk | above_since: nil}
    end
  end

  defp longest_wait(desk, now) do
    for line <- [desk.pay, desk.browse],
        {:value, {since, _request}} <- [:queue.peek(line)],
        reduce: 0 do
      longest -> max(longest, now - since)
    end
  end

  defp overloaded?(desk, now) do
    desk.above_since != nil and now - desk.above_since >= desk.window_ms
  end

  # Its answer would come too late, even if it were begun now.
  defp hopeless?(desk, {_since, request}, now), do: now + desk.service_ms > request.deadline

  defp shed?(desk, {since, _request}, now) do
    overloaded?(desk, now) and now - since > desk.target_ms
  end

  defp drop(line, refuse?, refused \\ []) do
    with {:value, first} <- :queue.peek(line), true <- refuse?.(first) do
      drop(:queue.drop(line), refuse?, [elem(first, 1) | refused])
    else
      _empty_or_fine -> {Enum.reverse(refused), line}
    end
  end

  defp take(desk) do
    class = if :queue.is_empty(desk.pay), do: :browse, else: :pay

    case :queue.out(Map.fetch!(desk, class)) do
      {{:value, {_since, request}}, line} -> {request, Map.put(desk, class, line)}
      {:empty, _line} -> {nil, desk}
    end
  end

  # The desk acts only when someone arrives or the engine is free, so time may jump between.
  defp play(arrivals, desk, service, now, ends) do
    {desk, arrivals, ends} = let_in(arrivals, desk, now, ends)
    {request, refused, desk} = next(desk, now)
    ends = Enum.map(refused, &{&1.class, :refused}) ++ ends

    case {request, arrivals} do
      {nil, []} ->
        ends

      {nil, [{at, _request} | _later]} ->
        play(arrivals, desk, service, at, ends)

      {request, arrivals} ->
        finish = now + service.(now)
        outcome = if finish <= request.deadline, do: :in_time, else: :late
        play(arrivals, desk, service, finish, [{request.class, outcome} | ends])
    end
  end

  defp let_in([{at, request} | later], desk, now, ends) when at <= now do
    case arrive(desk, request, at) do
      {:ok, desk} -> let_in(later, desk, now, ends)
      {:refused, desk} -> let_in(later, desk, now, [{request.class, :refused} | ends])
    end
  end

  defp let_in(arrivals, desk, _now, ends), do: {desk, arrivals, ends}
end
