/**
 * Two images beside each other. Owns the job kind `compare`, which reads all files of two images that are here;
 * facts, labels and definitions are compared at once, of a remote image too. Changes nothing, runs nothing.
 */
import { basename, resolve } from 'node:path'
import type { CompareFilesParams } from '../../../src-shared/contract/compare.ts'
import type { ComparedSide, FilesDifference } from '../../../src-shared/model/compare.ts'
import { compareText } from '../../../src-shared/text/compare.ts'
import type { OpenImage } from '../files/open-image.ts'
import type { CallsOf, EngineContext, Handlers } from '../platform/context.ts'
import { filesDifference, wholeFile } from './files-difference.ts'
import { readSide, type SideDeps } from './side.ts'
import { textDifference } from './text-difference.ts'
import { objectDifferences, valueDifferences } from './values.ts'

export interface CompareDeps extends SideDeps {
  /** Lets work use the file system of an image. */
  use<Value>(path: string, signal: AbortSignal | undefined, work: (image: OpenImage) => Promise<Value>): Promise<Value>
}

export interface CompareService {
  readonly handlers: Handlers<CallsOf<'compare'>>
}

/** A text that is larger is not set side by side. */
const mostTextBytes = 512 * 1024

export function createCompare(context: EngineContext, deps: CompareDeps): CompareService {
  const { jobs } = context
  const both = <Value>(
    a: string,
    b: string,
    signal: AbortSignal,
    work: (left: OpenImage, right: OpenImage) => Promise<Value>,
  ): Promise<Value> => deps.use(a, signal, (left) => deps.use(b, signal, (right) => work(left, right)))

  jobs.register<CompareFilesParams>({
    kind: 'compare',
    canPause: false,
    resumable: false,
    maxRunning: 1,
    run({ a, b, limit }, handle): Promise<FilesDifference> {
      handle.phase('comparing')
      return both(resolve(a), resolve(b), handle.signal, (left, right) =>
        filesDifference(left, right, limit, {
          onTotal: (bytes) => handle.phase('comparing', bytes),
          onBytes: (bytes) => handle.advance(bytes),
        }),
      )
    },
  })

  return {
    handlers: {
      async 'compare.overview'({ a, b }, { signal }) {
        const [left, right] = await Promise.all([readSide(deps, a, signal), readSide(deps, b, signal)])
        return {
          a: left.side,
          b: right.side,
          sameBytes: sameBytes(left.side, right.side),
          metadata: valueDifferences(left.inspection, right.inspection),
          objects: objectDifferences(
            { objects: left.side.objects, digests: left.digests },
            { objects: right.side.objects, digests: right.digests },
          ),
          definition: textDifference(left.inspection.definition ?? '', right.inspection.definition ?? ''),
        }
      },
      'compare.files': (params) => {
        const subject = compareText.both(basename(params.a), basename(params.b))
        return { jobId: jobs.start('compare', { subject, params }).id }
      },
      'compare.text': ({ a, b, file }, { signal }) =>
        both(resolve(a), resolve(b), signal, async (left, right) => {
          const [one, other] = await Promise.all([wholeText(left, file), wholeText(right, file)])
          return one === null || other === null ? null : textDifference(one, other)
        }),
    },
  }
}

function sameBytes(a: ComparedSide, b: ComparedSide): boolean | null {
  if (a.sizeBytes !== b.sizeBytes) return false
  return a.digest === null || b.digest === null ? null : a.digest === b.digest
}

/** @returns null for what is no text in UTF-8, or has NUL in it */
async function wholeText(image: OpenImage, file: string): Promise<string | null> {
  const bytes = await wholeFile(image, file, mostTextBytes)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}
