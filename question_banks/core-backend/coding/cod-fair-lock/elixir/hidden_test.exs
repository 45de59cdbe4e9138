defmodule PrintersHiddenTest do
  use ExUnit.Case, async: true

  # A process that does as it is told, and tells what it got.
  defp clerk(printers, name, task) do
    test = self()
    spawn(fn -> clerk_loop(printers, name, task, test) end)
  end

  defp clerk_loop(printers, name, task, test) do
    case task do
      {:acquire, printer, wait_ms} ->
        send(test, {name, Printers.acquire(printers, printer, wait_ms)})

      {:release, printer, token} ->
        send(test, {name, Printers.release(printers, printer, token)})

      :messages ->
        send(test, {name, Process.info(self(), :messages)})
    end

    receive do: (task -> clerk_loop(printers, name, task, test))
  end

  # Clerks who stand in line for a printer, in this order.
  defp line(printers, printer, names, wait_ms \\ 2_000) do
    for name <- names do
      pid = clerk(printers, name, {:acquire, printer, wait_ms})
      until_waiting(pid)
      pid
    end
  end

  defp until_waiting(pid) do
    unless Process.info(pid, :status) in [{:status, :waiting}, nil] do
      :erlang.yield()
      until_waiting(pid)
    end
  end

  defp acquired(name) do
    assert_receive {^name, {:ok, token}}, 1_000
    token
  end

  defp taken?(printers, printer) do
    Printers.acquire(printers, printer, 0) == {:error, :timeout}
  end

  # A printer in use by somebody else than the test, so that the test can ask for it.
  defp in_use(printers, printer, name \\ :user) do
    user = clerk(printers, name, {:acquire, printer, 1_000})
    {user, acquired(name)}
  end

  @tag milestone: 1
  test "one printer does not hold up another" do
    printers = start_supervised!(Printers)
    in_use(printers, :p1)
    line(printers, :p1, [:anna])
    assert {:ok, _token} = Printers.acquire(printers, :p2, 0)
    assert {:ok, _token} = Printers.acquire(printers, "p1", 0)
  end

  @tag milestone: 1
  test "a token of another use gives nothing back" do
    printers = start_supervised!(Printers)
    {_user, token} = in_use(printers, :p1)
    {_user, other} = in_use(printers, :p2, :other_user)
    assert Printers.release(printers, :p1, other) == {:error, :not_held}
    assert Printers.release(printers, :p3, token) == {:error, :not_held}
    assert taken?(printers, :p1)
  end

  @tag milestone: 2
  test "giving back twice does not end the next one's use" do
    printers = start_supervised!(Printers)
    {user, token} = in_use(printers, :p1)
    line(printers, :p1, [:anna])
    send(user, {:release, :p1, token})
    assert_receive {:user, :ok}, 1_000
    acquired(:anna)
    send(user, {:release, :p1, token})
    assert_receive {:user, {:error, :not_held}}, 1_000
    assert taken?(printers, :p1)
  end

  @tag milestone: 2
  test "tokens rise with every use" do
    printers = start_supervised!(Printers)

    tokens =
      for printer <- [:p1, :p1, :p2, :p1] do
        {:ok, token} = Printers.acquire(printers, printer)
        Printers.release(printers, printer, token)
        token
      end

    assert tokens == tokens |> Enum.uniq() |> Enum.sort()
  end

  @tag milestone: 3
  test "one who died in line is passed over" do
    printers = start_supervised!(Printers)
    {user, token} = in_use(printers, :p1)
    [anna, _ben] = line(printers, :p1, [:anna, :ben])
    ended = Process.monitor(anna)
    Process.exit(anna, :kill)
    assert_receive {:DOWN, ^ended, :process, ^anna, :killed}, 1_000
    send(user, {:release, :p1, token})
    acquired(:ben)
  end

  @tag milestone: 3
  test "one who gave up is not given the printer later" do
    printers = start_supervised!(Printers)
    {user, token} = in_use(printers, :p1)
    [anna] = line(printers, :p1, [:anna], 30)
    [_ben] = line(printers, :p1, [:ben])
    assert_receive {:anna, {:error, :timeout}}, 1_000
    send(user, {:release, :p1, token})
    acquired(:ben)
    send(anna, :messages)
    assert_receive {:anna, {:messages, []}}, 1_000
  end

  @tag milestone: 3
  test "one who was given the printer in time keeps it past the end of the wait" do
    printers = start_supervised!(Printers)
    {user, token} = in_use(printers, :p1)
    line(printers, :p1, [:anna], 60)
    send(user, {:release, :p1, token})
    acquired(:anna)
    Process.send_after(self(), :wait_is_over, 80)
    assert_receive :wait_is_over, 1_000
    assert taken?(printers, :p1)
    refute_received {:anna, _}
  end

  @tag milestone: 3
  test "all printers of one who dies are given on" do
    printers = start_supervised!(Printers)
    {user, _token} = in_use(printers, :p1)
    for printer <- [:p2, :p3], do: send(user, {:acquire, printer, 1_000})
    for _ <- 1..2, do: acquired(:user)
    line(printers, :p1, [:anna])
    line(printers, :p2, [:ben])
    line(printers, :p3, [:cleo])
    Process.exit(user, :kill)
    for name <- [:anna, :ben, :cleo], do: acquired(name)
  end

  @tag milestone: 4
  test "giving back after the lease is refused and harms nobody" do
    printers = start_supervised!({Printers, lease_ms: 40})
    {user, token} = in_use(printers, :p1)
    line(printers, :p1, [:anna])
    acquired(:anna)
    send(user, {:release, :p1, token})
    assert_receive {:user, {:error, :not_held}}, 1_000
    assert taken?(printers, :p1)
  end

  @tag milestone: 4
  test "the death of one whose lease is over harms nobody" do
    printers = start_supervised!({Printers, lease_ms: 60})
    {user, _token} = in_use(printers, :p1)
    line(printers, :p1, [:anna])
    acquired(:anna)
    ended = Process.monitor(user)
    Process.exit(user, :kill)
    assert_receive {:DOWN, ^ended, :process, ^user, :killed}, 1_000
    assert taken?(printers, :p1)
  end

  # The first use ends at once, half a lease before the second begins.
  @tag milestone: 4
  test "each use has a lease of its own" do
    printers = start_supervised!({Printers, lease_ms: 100})
    {:ok, token} = Printers.acquire(printers, :p1)
    :ok = Printers.release(printers, :p1, token)
    Process.send_after(self(), :half_way, 50)
    assert_receive :half_way, 1_000
    began_at = System.monotonic_time(:millisecond)
    in_use(printers, :p1)
    assert {:ok, _token} = Printers.acquire(printers, :p1, 2_000)
    assert System.monotonic_time(:millisecond) - began_at >= 90
  end

  @tag milestone: 4
  test "one who asks for what it has is told so" do
    printers = start_supervised!(Printers)
    {:ok, token} = Printers.acquire(printers, :p1)
    assert {:error, reason} = Printers.acquire(printers, :p1, 500)
    assert reason != :timeout
    assert Printers.release(printers, :p1, token) == :ok
  end
end
