/** Whether AWS takes a number of seconds for a wait or a delay: whole, from one second to 366 days. */
export function isDuration(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= 31_622_400;
}

/** Whether AWS takes a number of seconds for a callback's timeout, where 0 stands for none. */
export function isTimeout(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= 99_999_999;
}
