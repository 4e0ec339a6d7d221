import type {
  ImportOutcome,
  ImportPlan,
  ImportProgress,
  PreviewOutcome,
  ProductList,
} from '../services/catalogue/catalogue-ports.ts';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Result } from '../../shared/lib/result.ts';

/** What window and catalogue worker say to each other; `File` is what a browser lets across. */
export type CatalogueTask =
  | { readonly kind: 'preview'; readonly file: File }
  | { readonly kind: 'import'; readonly file: File; readonly plan: ImportPlan }
  | { readonly kind: 'prepare-search' }
  | { readonly kind: 'search'; readonly query: string; readonly limit: number };

export type CatalogueQuestion =
  | { readonly id: number; readonly task: CatalogueTask }
  /** The import that was asked for under this id is to stop. */
  | { readonly cancel: number };

/** The answer to each kind of task. */
export interface CatalogueAnswers {
  readonly preview: PreviewOutcome;
  readonly import: ImportOutcome;
  readonly 'prepare-search': Result<null, Failure>;
  readonly search: ProductList;
}

export type CatalogueReply =
  | { readonly id: number; readonly progress: ImportProgress }
  | { readonly id: number; readonly answer: CatalogueAnswers[keyof CatalogueAnswers] };
