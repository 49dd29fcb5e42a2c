/** Looks at a file before it is sent anywhere: a whole SIF, for a known architecture, that somebody stands for. */
import { stat } from 'node:fs/promises'
import { pushableVerdicts } from '../../../../src-shared/model/push.ts'
import type { Verification } from '../../../../src-shared/model/verification.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import { withSif } from '../../sif/read.ts'

/** Verifies a file now, from its bytes. */
export type CheckFile = (
  path: string,
  options: { readonly signal: AbortSignal; onProgress(bytes: number): void },
) => Promise<Verification>

export interface JudgedFile {
  readonly sizeBytes: number
  readonly architecture: string
  readonly verification: Verification
}

/** @throws AppFailure PUSH_NOT_SIGNED, PUSH_CHANGED, PUSH_DAMAGED, PUSH_ARCHITECTURE_UNKNOWN, those of opening files */
export async function judgeFile(
  check: CheckFile,
  path: string,
  allowUnsigned: boolean,
  handle: JobHandle,
): Promise<JudgedFile> {
  const { signal } = handle
  const { size: sizeBytes } = await stat(path)
  const { header, problems } = await withSif(path, async (file) => file.structure)
  const { architecture } = header
  const damage = problems.find(({ severity }) => severity === 'error')
  if (damage !== undefined) throw failure('PUSH_DAMAGED', { path, problem: damage.message })
  if (architecture === 'unknown') throw failure('PUSH_ARCHITECTURE_UNKNOWN', { path })

  handle.phase('verifying', sizeBytes)
  const verification = await check(path, { signal, onProgress: (bytes) => handle.advance(bytes) })
  refuseUnsigned(verification, allowUnsigned)
  return { sizeBytes, architecture, verification }
}

/** Nobody who pulls an image could tell whose it is, or that it is whole. */
function refuseUnsigned({ verdict, sentence }: Verification, allowUnsigned: boolean): void {
  if (verdict === 'changed') throw failure('PUSH_CHANGED', { sentence })
  if (!allowUnsigned && !pushableVerdicts.has(verdict)) throw failure('PUSH_NOT_SIGNED', { sentence })
}
