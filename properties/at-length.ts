/** Whether tests take their time, as each night; whoever runs `npm test` has none. */
export const isAtLength: boolean = process.env["DURABLE_CHAOS_AT_LENGTH"] !== undefined;
