import { words } from '../language/language.ts';

/** That there is no camera, and a press that asks for it once more. */
export function CameraDenied({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <div class="fault" role="alert">
      <p>{words.value.cameraDenied}</p>
      <button type="button" onClick={onAgain}>
        {words.value.tryAgain}
      </button>
    </div>
  );
}
