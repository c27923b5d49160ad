/** A payment as its caller sees it; amounts are in the currency's smallest unit. */
export interface PaymentView {
  readonly id: string;
  readonly status:
    | "requires_confirmation"
    | "requires_payment_method"
    | "requires_capture"
    | "succeeded"
    | "canceled";
  readonly amount: number;
  readonly amountRefunded: number;
}

/** A refund as its caller sees it: accepted at once, decided later. */
export interface RefundView {
  readonly id: string;
  readonly status: "pending" | "succeeded" | "failed";
}

/** What a payment is to be. */
export interface PaymentRequest {
  readonly orderId: string;
  readonly card: string;
  readonly amount: number;
  readonly currency: string;
}
