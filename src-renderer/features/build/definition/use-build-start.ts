/** Starts the build of a draft: asks before files leave this computer, then goes to the build's own page. */
import { useState } from 'react'
import type { Builder, BuilderFit, BuildUpload } from '../../../../src-shared/model/build.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { addressOf } from '../../../app/address.ts'
import { currentClient } from '../../../app/connection.ts'
import { navigate } from '../../../app/router.ts'
import type { OpenDraft } from './use-draft.ts'

export interface BuildStart {
  readonly isBusy: boolean
  readonly error: AppError | null
  /** What would leave this computer and has to be agreed to first. */
  readonly asking: BuildUpload | null
  readonly start: () => void
  readonly agree: () => void
  readonly refuse: () => void
}

export interface BuildStartOptions {
  readonly open: OpenDraft
  readonly builder: Builder | null
  readonly fit: BuilderFit | null
  readonly isReplacing: boolean
}

export function useBuildStart({ open, builder, fit, isReplacing }: BuildStartOptions): BuildStart {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const [asking, setAsking] = useState<BuildUpload | null>(null)

  const begin = async (upload: BuildUpload | null): Promise<void> => {
    if (builder === null || isBusy) return
    setAsking(null)
    setBusy(true)
    setError(null)
    await open.keep()
    const { draft } = open
    const answer = await currentClient().call('build.start', {
      output: draft.output,
      from: { kind: 'definition', text: draft.text, name: draft.name, folder: draft.folder },
      arguments: { ...draft.arguments },
      builderId: builder.id,
      draftId: draft.id,
      force: isReplacing,
      ...(draft.architecture === null ? {} : { architecture: draft.architecture }),
      ...(upload === null ? {} : { acceptUpload: { sizeBytes: upload.sizeBytes, fileCount: upload.fileCount } }),
    })
    setBusy(false)
    if (answer.ok) navigate(addressOf.build(answer.value.buildId))
    else setError(answer.error)
  }

  const upload = fit?.upload ?? null
  return {
    isBusy,
    error,
    asking,
    start: () => {
      // Without a file there is nothing but the definition, which is what was asked to be built there.
      if (upload === null || upload.fileCount === 0) void begin(upload)
      else setAsking(upload)
    },
    agree: () => void begin(asking),
    refuse: () => setAsking(null),
  }
}
