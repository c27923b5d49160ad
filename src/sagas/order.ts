/** What a customer ordered. Amounts are plain numbers in the currency's main unit. */
export interface OrderEvent {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly OrderItem[];
  readonly paymentMethod: { readonly type: string; readonly token: string };
  readonly shippingAddress: {
    readonly street: string;
    readonly city: string;
    readonly zip: string;
  };
}

/** One line of an order. */
export interface OrderItem {
  readonly sku: string;
  readonly qty: number;
  readonly price: number;
}

/** A temporary failure: trying again may help. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

/** The card's bank said no; trying again does not help. */
export class PaymentDeclinedError extends Error {
  override readonly name = "PaymentDeclinedError";
}

/** The warehouse has too few units. */
export class OutOfStockError extends Error {
  override readonly name = "OutOfStockError";
}

/** No carrier goes there. */
export class UndeliverableError extends Error {
  override readonly name = "UndeliverableError";
}

/** The third parties that an order saga calls. */
export interface OrderServices {
  readonly inventory: {
    reserve(orderId: string, items: readonly OrderItem[]): Promise<{ id: string }>;
    cancel(orderId: string, items: readonly OrderItem[]): Promise<void>;
  };
  readonly payment: {
    charge(
      method: OrderEvent["paymentMethod"],
      amount: number,
      key: string,
    ): Promise<{ id: string }>;
    refund(
      method: OrderEvent["paymentMethod"],
      amount: number,
      key: string,
      paymentId: string,
    ): Promise<{ id: string }>;
  };
  readonly shipping: {
    create(
      orderId: string,
      address: OrderEvent["shippingAddress"],
      items: readonly OrderItem[],
    ): Promise<{ trackingId: string }>;
  };
  readonly notification: {
    send(customerId: string, orderId: string, trackingId: string): Promise<void>;
  };
}
