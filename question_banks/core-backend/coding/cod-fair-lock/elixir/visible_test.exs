defmodule PrintersTest do
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

  @tag milestone: 1
  test "a free printer is given at once" do
    printers = start_supervised!(Printers)
    assert {:ok, token} = Printers.acquire(printers, :p1)
    assert Printers.release(printers, :p1, token) == :ok
    assert {:ok, _token} = Printers.acquire(printers, :p1)
  end

  @tag milestone: 1
  test "whoever comes second waits until it is given back" do
    printers = start_supervised!(Printers)
    {:ok, token} = Printers.acquire(printers, :p1)
    line(printers, :p1, [:anna])
    refute_received {:anna, _}
    Printers.release(printers, :p1, token)
    assert_receive {:anna, {:ok, _token}}, 1_000
  end

  @tag milestone: 2
  test "the printer goes round in the order of arrival" do
    printers = start_supervised!(Printers)
    {:ok, token} = Printers.acquire(printers, :p1)
    names = [:anna, :ben, :cleo, :dan, :eva]
    clerks = line(printers, :p1, names)
    Printers.release(printers, :p1, token)

    for {name, clerk} <- Enum.zip(names, clerks) do
      assert_receive {got, {:ok, token}}, 1_000
      assert got == name
      send(clerk, {:release, :p1, token})
      assert_receive {^name, :ok}, 1_000
    end
  end

  @tag milestone: 3
  test "a printer whose user dies goes to the next" do
    printers = start_supervised!(Printers)
    [anna, _ben] = line(printers, :p1, [:anna, :ben])
    assert_receive {:anna, {:ok, _token}}, 1_000
    Process.exit(anna, :kill)
    assert_receive {:ben, {:ok, _token}}, 1_000
  end

  @tag milestone: 3
  test "a wait ends when its time is over" do
    printers = start_supervised!(Printers)
    {:ok, _token} = Printers.acquire(printers, :p1)
    line(printers, :p1, [:anna], 30)
    assert_receive {:anna, {:error, :timeout}}, 1_000
  end

  @tag milestone: 4
  test "a printer that is kept too long goes to the next" do
    printers = start_supervised!({Printers, lease_ms: 40})
    {:ok, _token} = Printers.acquire(printers, :p1)
    line(printers, :p1, [:anna])
    assert_receive {:anna, {:ok, _token}}, 1_000
  end
end
