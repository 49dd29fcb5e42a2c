/**
 * All error codes with their texts. Every code that the application can answer with is here, once;
 * the reference page of codes is made from this table.
 */
import type { AppError, ErrorParams } from '../../model/error.ts'
import { buildErrors } from './build.ts'
import { buildLinkErrors } from './build-links.ts'
import { buildRemoteErrors } from './build-remote.ts'
import { buildSshErrors } from './build-ssh.ts'
import { cliErrors } from './cli.ts'
import { compareErrors } from './compare.ts'
import { definitionErrors } from './definition.ts'
import { diskErrors } from './disk.ts'
import type { ErrorText } from './entry.ts'
import { filesErrors } from './files.ts'
import { imagesErrors } from './images.ts'
import { inspectErrors } from './inspect.ts'
import { jobsErrors } from './jobs.ts'
import { keyringErrors } from './keyring.ts'
import { libraryErrors } from './library.ts'
import { networkErrors } from './network.ts'
import { ociErrors } from './oci.ts'
import { platformErrors } from './platform.ts'
import { pushErrors } from './push.ts'
import { referenceErrors } from './reference.ts'
import { remotesErrors } from './remotes.ts'
import { settingsErrors } from './settings.ts'
import { shellErrors } from './shell.ts'
import { sifErrors } from './sif.ts'
import { signaturesErrors } from './signatures.ts'
import { transfersErrors } from './transfers.ts'
import { trustErrors } from './trust.ts'

export const errorTexts = {
  ...buildSshErrors,
  ...platformErrors,
  ...networkErrors,
  ...sifErrors,
  ...imagesErrors,
  ...inspectErrors,
  ...compareErrors,
  ...filesErrors,
  ...signaturesErrors,
  ...keyringErrors,
  ...trustErrors,
  ...referenceErrors,
  ...libraryErrors,
  ...transfersErrors,
  ...diskErrors,
  ...pushErrors,
  ...buildErrors,
  ...buildRemoteErrors,
  ...buildLinkErrors,
  ...ociErrors,
  ...remotesErrors,
  ...jobsErrors,
  ...settingsErrors,
  ...shellErrors,
  ...definitionErrors,
  ...cliErrors,
} as const

export type ErrorCode = keyof typeof errorTexts

/** Replaces `{name}` by the parameter of that name; an unknown name stays visible as it is. */
export function fillTemplate(template: string, params: ErrorParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name]
    if (value === undefined || value === null) return whole
    return Array.isArray(value) ? value.join(', ') : String(value)
  })
}

/**
 * Makes an error from its code.
 * @param params what the message is filled with; never secrets
 * @param extra retry advice and raw detail
 */
export function appError(
  code: ErrorCode,
  params: ErrorParams = {},
  extra: Pick<AppError, 'retry' | 'detail'> & { readonly hint?: string } = {},
): AppError {
  const text: ErrorText = errorTexts[code]
  const hint = extra.hint ?? text.hint
  return {
    code,
    area: text.area,
    kind: text.kind,
    message: fillTemplate(text.message, params),
    ...(hint === undefined ? {} : { hint: fillTemplate(hint, params) }),
    params,
    ...(extra.retry === undefined ? {} : { retry: extra.retry }),
    ...(extra.detail === undefined ? {} : { detail: extra.detail }),
  }
}

/**
 * An AppError on its way up through throwing code inside one process.
 * At every boundary it becomes a failed result again.
 */
export class AppFailure extends Error {
  readonly error: AppError

  constructor(error: AppError) {
    super(error.message)
    this.name = 'AppFailure'
    this.error = error
  }
}

/** Makes a throwable failure from a code, see {@link appError}. */
export function failure(...args: Parameters<typeof appError>): AppFailure {
  return new AppFailure(appError(...args))
}
