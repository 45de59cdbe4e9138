defmodule LedgerHiddenTest do
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
  test "odd lines are refused" do
    for lines <- [[], [{"ana", 0}, {"ben", 0}], [{"bank", -1.5}, {"ana", 1.5}]] do
      assert {:error, _reason} = Ledger.post(with_ana(), transfer("odd", 10, lines))
    end
  end

  @tag milestone: 1
  test "an account that nobody opened is refused" do
    lines = [{"bank", -100}, {"anna", 100}]
    assert {:error, _reason} = Ledger.post(with_ana(), transfer("pay-1", 10, lines))
  end

  @tag milestone: 2
  test "a repeat may have another moment and its lines in another order" do
    assert {:ok, ledger, first} =
             Ledger.post(with_ana(), transfer("pay-1", 10, [{"ana", -300}, {"ben", 300}]))

    later = transfer("pay-1", 12, [{"ben", 300}, {"ana", -300}])
    assert {:ok, ledger, ^first} = Ledger.post(ledger, later)
    assert Ledger.balance(ledger, "ben", at(11)) == 300
  end

  @tag milestone: 2
  test "another transfer under a known reference is refused" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -300}, {"ben", 300}])
    other = transfer("pay-1", 10, [{"ana", -30}, {"ben", 30}])
    assert {:error, _reason} = Ledger.post(ledger, other)
  end

  @tag milestone: 2
  test "a repeat of the transfer that emptied an account is no overdraft" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -1000}, {"ben", 1000}])
    again = transfer("pay-1", 10, [{"ana", -1000}, {"ben", 1000}])
    assert {:ok, ledger, %Entry{reference: "pay-1"}} = Ledger.post(ledger, again)
    assert Ledger.balance(ledger, "ana") == 0
  end

  @tag milestone: 2
  test "a refused transfer may be sent again" do
    ledger = with_ana()
    dear = transfer("pay-1", 10, [{"ana", -1500}, {"ben", 1500}])
    assert {:error, _reason} = Ledger.post(ledger, dear)
    ledger = post!(ledger, "in-2", 11, [{"bank", -500}, {"ana", 500}])
    assert {:ok, ledger, _entry} = Ledger.post(ledger, dear)
    assert balances(ledger) == %{"ana" => 0, "ben" => 1500, "bank" => -1500, "fees" => 0}
  end

  @tag milestone: 3
  test "a reversal that is sent twice is posted once" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -300}, {"ben", 300}])

    assert {:ok, ledger, first} =
             Ledger.reverse(ledger, "pay-1", %{reference: "undo-1", at: at(11)})

    assert {:ok, ledger, ^first} =
             Ledger.reverse(ledger, "pay-1", %{reference: "undo-1", at: at(12)})

    assert Ledger.balance(ledger, "ana") == 1000
  end

  @tag milestone: 3
  test "a reference names one thing, a transfer or a reversal" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -300}, {"ben", 300}])
    ledger = post!(ledger, "back-1", 11, [{"ben", -300}, {"ana", 300}])
    assert {:error, _reason} = Ledger.reverse(ledger, "pay-1", %{reference: "back-1", at: at(12)})
  end

  @tag milestone: 3
  test "a reversal is not reversed, nor is what was never posted" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -300}, {"ben", 300}])
    ledger = reverse!(ledger, "pay-1", "undo-1", 11)

    assert {:error, _reason} =
             Ledger.reverse(ledger, "undo-1", %{reference: "undo-2", at: at(12)})

    assert {:error, _reason} = Ledger.reverse(ledger, "pay-9", %{reference: "undo-3", at: at(12)})
  end

  @tag milestone: 3
  test "a reversal leaves the past as it was" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -300}, {"ben", 300}])
    ledger = reverse!(ledger, "pay-1", "undo-1", 12)
    assert Ledger.balance(ledger, "ben", at(11)) == 300
    assert Ledger.balance(ledger, "ben", at(12)) == 0
  end

  @tag milestone: 4
  test "a customer's account does not go below zero, one of ours may" do
    ledger = with_ana()

    assert {:error, _reason} =
             Ledger.post(ledger, transfer("pay-1", 10, [{"ana", -1001}, {"ben", 1001}]))

    ledger = post!(ledger, "gift-1", 10, [{"fees", -50}, {"ben", 50}])
    assert Ledger.balance(ledger, "fees") == -50
  end

  @tag milestone: 4
  test "the lines of one account are taken together" do
    lines = [{"ana", -1200}, {"ben", 1000}, {"ana", 200}]
    assert Ledger.balance(post!(with_ana(), "pay-1", 10, lines), "ana") == 0
    split = transfer("pay-2", 10, [{"ana", -600}, {"ana", -600}, {"ben", 1200}])
    assert {:error, _reason} = Ledger.post(with_ana(), split)
  end

  @tag milestone: 4
  test "a reversal goes through though the money is spent, and the debt can be paid" do
    ledger = with_ana() |> post!("pay-1", 10, [{"ana", -800}, {"ben", 800}])
    ledger = reverse!(ledger, "in-1", "undo-1", 11)
    assert Ledger.balance(ledger, "ana") == -800
    ledger = post!(ledger, "in-2", 12, [{"bank", -500}, {"ana", 500}])
    assert Ledger.balance(ledger, "ana") == -300
    assert ledger |> balances() |> Map.values() |> Enum.sum() == 0
  end

  @tag milestone: 4
  test "a transfer that comes in late counts from its own moment" do
    ledger = with_ana() |> post!("pay-2", 12, [{"ana", -100}, {"ben", 100}])
    ledger = post!(ledger, "pay-1", 10, [{"ana", -300}, {"ben", 300}])
    assert Ledger.balance(ledger, "ben", at(11)) == 300
    assert Ledger.balance(ledger, "ben", at(12)) == 400
  end
end
