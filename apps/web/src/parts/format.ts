/** 0.934 as "93.4 %". */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}

/** 0.934 as "93 %". */
export function wholePercent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}

/** 11176512 as "11.18 M", whose parts stay on one line. */
export function large(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(2)}\u00A0G`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)}\u00A0M`;
  return value >= 1e3 ? `${(value / 1e3).toFixed(1)}\u00A0k` : String(value);
}

/** Seconds as "4:05". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

interface TimeWords {
  readonly seconds: (count: number) => string;
  readonly minutes: (count: number) => string;
}

/** Seconds as a person says them: "20 seconds", "3 minutes". */
export function roughTime(seconds: number, { seconds: inSeconds, minutes }: TimeWords): string {
  if (seconds >= 90) return minutes(Math.round(seconds / 60));
  return inSeconds(seconds < 10 ? Math.max(1, Math.round(seconds)) : Math.round(seconds / 5) * 5);
}
