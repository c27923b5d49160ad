import type { PaymentLedger } from "../services/ledgers.ts";
import type { Invariant } from "./invariant.ts";
import { refundedCents, renderCents, renderPayment, wholeCents } from "./money.ts";

/** Every refund gives back a charge that was made, and together never more than it took. */
export const refundsNeverExceedCharges: Invariant<unknown, { readonly payment: PaymentLedger }> = {
  name: "refunds-never-exceed-charges",
  check({ ledgers }) {
    const { charges, refunds } = ledgers.payment;
    for (const refund of refunds) {
      const charge = charges.find(({ id }) => id === refund.chargeId);
      if (charge === undefined) {
        return {
          message: `refund ${renderPayment(refund)} is for charge ${refund.chargeId}, which was never made`,
          witnesses: [refund.event],
        };
      }
      const refunded = refundedCents(ledgers.payment, charge);
      if (refunded <= wholeCents(charge.amount)) continue;
      const itsRefunds = refunds.filter(({ chargeId }) => chargeId === charge.id);
      return {
        message: `charge ${renderPayment(charge)} was refunded ${renderCents(refunded)}: ${itsRefunds.map(renderPayment).join(", ")}`,
        witnesses: [charge.event, ...itsRefunds.map(({ event }) => event)],
      };
    }
    return undefined;
  },
};
