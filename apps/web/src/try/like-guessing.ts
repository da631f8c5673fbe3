interface Score {
  readonly right: number;
  readonly total: number;
  /** How many guessing gets right on average. */
  readonly guessed: number;
}

/** Whether guessing does as well now and then: it is right at most two standard deviations of its
 * own luck above its mean. */
export function isLikeGuessing({ right, total, guessed }: Score): boolean {
  return right - guessed <= 2 * Math.sqrt(guessed * (1 - guessed / total));
}
