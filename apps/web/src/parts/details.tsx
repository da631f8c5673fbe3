import { words } from '../language/language.ts';

/** The worker's own sentence, which is English. */
export function Details({ message }: { readonly message: string }) {
  return (
    <details class="details">
      <summary>{words.value.details}</summary>
      <p lang="en">{message}</p>
    </details>
  );
}
