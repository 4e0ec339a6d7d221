import { z } from 'zod';

/** Of this very project, as in `package.json` (a test holds them together): what a till says at sign-on. */
export const PROGRAM_VERSION = '0.1.0';

/** Why a program may not sell by card (P29): it was approved once, or it never was. Codes of the registry. */
export const versionRefusal = z.enum(['version-withdrawn', 'version-not-approved']);

export type VersionRefusal = z.infer<typeof versionRefusal>;
