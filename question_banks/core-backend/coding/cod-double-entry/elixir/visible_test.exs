defmodule LedgerTest do
  use ExUnit.Case, async: true

  @accounts %{"ana" => :customer, "ben" => :customer, "bank" => :own, "fees" => :own}

  # A moment of the day on which everything here happens.
  defp at(hour), do: DateTime.new!(~D[2026-05-04], Time.new!(hour, 0, 0))

  defp transfer(reference, hour, lines) do
    lines = for {account, cents} <- lines, do: %{account: account, cents: cents}
    %{reference: reference, at: at(hour), lines: lines}
  end

  defp post!(ledger, reference, hour, lines) do
    assert {:ok, ledger, %Entry{}} = Ledger.post(ledger, transfer(reference, hour, lines))
    ledger
  end

  defp reverse!(ledger, reference, own, hour) do
    assert {:ok, ledger, %Entry{}} =
             Ledger.reverse(ledger, reference, %{reference: own, at: at(hour)})

    ledger
  end

  # Ana has paid in 10.00 at nine.
  defp with_ana, do: post!(Ledger.new(@accounts), "in-1", 9, [{"bank", -1000}, {"ana", 1000}])

  defp balances(ledger),
    do: Map.new(@accounts, fn {name, _} -> {name, Ledger.balance(ledger, name)} end)

  @tag milestone: 1
  test "a transfer moves money between accounts" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -330}, {"ben", 300}, {"fees", 30}])
    assert balances(ledger) == %{"ana" => 670, "ben" => 300, "bank" => -1000, "fees" => 30}
  end

  @tag milestone: 1
  test "a transfer that does not add up is refused" do
    ledger = with_ana()

    assert {:error, _reason} =
             Ledger.post(ledger, transfer("pay-1", 10, [{"ana", -330}, {"ben", 300}]))
  end

  @tag milestone: 2
  test "a transfer that is sent twice is posted once" do
    again = transfer("pay-1", 10, [{"ana", -300}, {"ben", 300}])
    assert {:ok, ledger, first} = Ledger.post(with_ana(), again)
    assert {:ok, ledger, ^first} = Ledger.post(ledger, again)
    assert Ledger.balance(ledger, "ben") == 300
  end

  @tag milestone: 3
  test "a reversal takes a transfer back" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -330}, {"ben", 300}, {"fees", 30}])
    assert balances(reverse!(ledger, "pay-1", "undo-1", 11)) == balances(with_ana())
  end

  @tag milestone: 3
  test "a transfer is taken back only once" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -300}, {"ben", 300}])
    ledger = reverse!(ledger, "pay-1", "undo-1", 11)
    assert {:error, _reason} = Ledger.reverse(ledger, "pay-1", %{reference: "undo-2", at: at(12)})
  end

  @tag milestone: 4
  test "a balance of the past leaves out what came after" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -300}, {"ben", 300}])
    assert Ledger.balance(ledger, "ana", at(8)) == 0
    assert Ledger.balance(ledger, "ana", at(9)) == 1000
    assert Ledger.balance(ledger, "ana", at(10)) == 700
  end
end
