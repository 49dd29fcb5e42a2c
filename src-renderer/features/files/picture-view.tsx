/** A picture inside an image, decoded by the browser from its bytes alone: nothing is fetched and nothing runs. */
import './files.css'
import { useEffect, useState } from 'react'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatCount } from '../../../src-shared/text/format.ts'
import { useClient } from '../../app/connection.ts'
import { Skeleton, SkeletonBar } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { decodeBase64 } from '../inspect/hex.ts'
import type { PictureFacts } from './picture.ts'

export interface PictureViewProps {
  /** Of the image. */
  readonly path: string
  /** Path of the picture inside the image. */
  readonly file: string
  readonly sizeBytes: number
  readonly facts: PictureFacts
}

const pieceBytes = 1 << 20

async function readWhole(
  client: Client,
  { path, file, sizeBytes }: PictureViewProps,
  signal: AbortSignal,
): Promise<readonly Uint8Array<ArrayBuffer>[] | AppError> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for (let offset = 0; offset < sizeBytes; offset += pieceBytes) {
    const answer = await client.call('files.read', { path, file, offset, length: pieceBytes }, { signal })
    if (!answer.ok) return answer.error
    pieces.push(new Uint8Array(decodeBase64(answer.value.base64)))
  }
  return pieces
}

type Shown =
  | { readonly kind: 'reading' }
  | { readonly kind: 'picture'; readonly url: string }
  | { readonly kind: 'failed'; readonly reason: string }

export function PictureView(props: PictureViewProps) {
  const { path, file, sizeBytes, facts } = props
  const client = useClient()
  const [shown, setShown] = useState<Shown>({ kind: 'reading' })
  useEffect(() => {
    const abort = new AbortController()
    let url: string | null = null
    void readWhole(client, { path, file, sizeBytes, facts }, abort.signal).then((read) => {
      if (abort.signal.aborted) return
      if ('code' in read) return setShown({ kind: 'failed', reason: read.message })
      url = URL.createObjectURL(new Blob([...read], { type: facts.mediaType }))
      setShown({ kind: 'picture', url })
    })
    return () => {
      abort.abort()
      if (url !== null) URL.revokeObjectURL(url)
    }
  }, [client, path, file, sizeBytes, facts])
  switch (shown.kind) {
    case 'reading':
      return (
        <div className="preview-loading">
          <Skeleton>
            <SkeletonBar width="70%" />
          </Skeleton>
        </div>
      )
    case 'failed':
      return <SourceNotice kind="failed" title={filesText.pictureFailed} text={shown.reason} />
    case 'picture':
      return (
        <figure className="picture">
          <img
            src={shown.url}
            alt={filesText.pictureOf(file)}
            onError={() => setShown({ kind: 'failed', reason: filesText.pictureBroken })}
          />
          <figcaption className="quiet small">
            {filesText.pixels(formatCount(facts.width), formatCount(facts.height))}
          </figcaption>
        </figure>
      )
  }
}
