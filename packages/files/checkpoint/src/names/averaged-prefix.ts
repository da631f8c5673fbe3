/** Keys under which programs keep averages of the weights. */
export const averagedKeys: readonly string[] = ['state_dict_ema', 'model_ema', 'ema_state_dict', 'ema_model', 'ema', 'params_ema'];

const averaged = new RegExp(`^(?:(?:module|_orig_mod)\\.)*(?:${averagedKeys.join('|')}|averaged_model|avg_model|swa_model)\\.`, 'u');

/** What the names of averaged weights begin with, where they lie side by side with the weights that
 * they average: `ema_model.` of `ema_model.fc.weight` beside `model.fc.weight`. Null where there is
 * no such pair. */
export function averagedPrefix(names: readonly string[]): string | null {
  const prefixes = new Set(names.flatMap((name) => averaged.exec(name)?.[0] ?? []));
  return [...prefixes].find((prefix) => isPair(names, prefix)) ?? null;
}

function isPair(names: readonly string[], prefix: string): boolean {
  const own = names.find((name) => name.startsWith(prefix))!.slice(prefix.length);
  return names.some((name) => !name.startsWith(prefix) && (name === own || name.endsWith(`.${own}`)));
}
