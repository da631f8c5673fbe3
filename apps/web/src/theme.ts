import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const key = 'attune-theme';

export const theme = signal<Theme>((localStorage.getItem(key) as Theme | null) ?? 'system');

/** Sets the colours of the page whenever the choice changes, and remembers it. */
export function followTheme(): void {
  effect(() => {
    localStorage.setItem(key, theme.value);
    document.documentElement.dataset['theme'] = theme.value;
  });
}
