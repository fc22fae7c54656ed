/** The whole of `MODEL_CARD.md`, section by section. */
import type { CardContent } from './content.ts';
import { frontMatter } from './frontMatter.ts';
import { files } from './sections/files.ts';
import { introduction } from './sections/introduction.ts';
import { licence } from './sections/licence.ts';
import { limits } from './sections/limits.ts';
import { measures } from './sections/measures.ts';
import { model } from './sections/model.ts';
import { programs } from './sections/programs.ts';
import { tensors } from './sections/tensors.ts';
import { training } from './sections/training.ts';
import { variants } from './sections/variants.ts';

/** In reading order. */
const SECTIONS = [
  frontMatter,
  introduction,
  model,
  training,
  tensors,
  measures,
  variants,
  limits,
  licence,
  programs,
  files,
] as const;

/** Depends on nothing but the content: the same run gives the same bytes. */
export function modelCard(content: CardContent): string {
  return `${SECTIONS.flatMap((section) => section(content)).join('\n\n')}\n`;
}
