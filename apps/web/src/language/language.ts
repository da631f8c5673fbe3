import { computed, effect, signal } from '@preact/signals';

import { chinese } from './chinese.ts';
import { type Words, english } from './english.ts';

export type Language = 'en' | 'zh-CN';

const key = 'attune-language';
const tables: Readonly<Record<Language, Words>> = { en: english, 'zh-CN': chinese };

/** What is said in the language of the moment, also when that changes meanwhile. */
export type Sentence = (words: Words) => string;

export const language = signal<Language>((localStorage.getItem(key) as Language | null) ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'));
export const words = computed(() => tables[language.value]);

/** A stage or a group of a recipe; those of one's own keep their names. */
export function recipeName(name: string): string {
  return words.value.recipeNames[name] ?? name;
}

/** Tells the document which language it speaks, and remembers the choice. */
export function followLanguage(): void {
  effect(() => {
    localStorage.setItem(key, language.value);
    document.documentElement.lang = language.value;
  });
}
