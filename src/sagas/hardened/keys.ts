/**
 * Keys and names are made of the order's id alone, so that whoever knows the order can find what was
 * done for it, without the checkpoints of the execution that did it. The number at the end counts
 * decisions, such as to cancel once more; it never counts attempts.
 */
export const keysOf = (orderId: string) => ({
  reservation: `${orderId}/reserve/1`,
  createPayment: `${orderId}/pay-create/1`,
  confirmPayment: `${orderId}/pay-confirm/1`,
  capturePayment: `${orderId}/pay-capture/1`,
  cancelPayment: (epoch: number) => `${orderId}/pay-cancel/${epoch}`,
  refund: `${orderId}/refund/1`,
  shipment: `${orderId}/ship/1`,
  confirmation: `${orderId}/notify-confirmed/1`,
});

/** How long a key is used, ms: providers know it for 24 hours, and take it for a new one behind that. */
export const keysMs: number = 20 * 60 * 60_000;
