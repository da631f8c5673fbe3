import { words } from '../language/language.ts';
import { useDrop } from '../parts/use-drop.ts';
import { makeClass } from '../state/change-photos.ts';
import { ClassIntake } from './class-intake.tsx';
import { dropOnClass } from './drop-on-class.ts';

/** A card that becomes a class with its first photo, or with a name. */
export function UnnamedClass({ number }: { readonly number: number }) {
  const name = words.value.unnamedClass(number);
  const drop = useDrop((transfer) => void dropOnClass(transfer, name));
  return (
    <section class="card class" aria-label={name} data-paste={name} {...drop}>
      <header>
        <input
          class="class-name"
          type="text"
          size={1}
          aria-label={words.value.nameOfClass(name)}
          placeholder={name}
          onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
          onBlur={({ currentTarget }) => currentTarget.value.trim() !== '' && void makeClass(currentTarget.value)}
        />
      </header>
      <ClassIntake className={name} isEmpty />
    </section>
  );
}
