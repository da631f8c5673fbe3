/** Sums that wait for nothing, as many as hide the latency of a multiply-add on two units. */
export const accumulators = 12;

/** Four lanes, a multiplication and an addition in each. */
export const operationsPerInstruction = 8;
