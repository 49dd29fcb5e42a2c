/** Beside the comparison: facts of the key, its words for the telephone, the images it signed, what else it claims. */
import { Link } from 'react-aria-components'
import { fingerprintWords } from '../../../src-shared/model/fingerprint-words.ts'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { printUserId, readUserId } from '../../../src-shared/model/user-id.ts'
import { formatDate, formatRelative } from '../../../src-shared/text/format.ts'
import { algorithmName, keyringText, revocationText, sourceText } from '../../../src-shared/text/keyring.ts'
import { addressOf } from '../../app/address.ts'
import { type Fact, FactList } from '../../components/fact-list.tsx'
import { FingerprintQr } from '../keyring/fingerprint-qr.tsx'
import { ServerAnswers } from '../keyring/server-answers.tsx'

const shownImages = 12

function keyFacts(key: Key): readonly Fact[] {
  const text = keyringText.facts
  const isExpired = key.expiresAt !== null && Date.parse(key.expiresAt) <= Date.now()
  const state =
    key.revoked !== null
      ? revocationText(key.revoked)
      : key.weak !== null
        ? keyringText.tooWeak
        : isExpired
          ? keyringText.expired
          : keyringText.notRevoked
  const asked = key.refreshedAt === null ? keyringText.neverAsked : keyringText.askedAt(formatRelative(key.refreshedAt))
  const signing = key.subkeys.filter((subkey) => subkey.canSign && !subkey.revoked).length
  return [
    { name: text.made, value: formatDate(key.createdAt) },
    { name: text.expires, value: key.expiresAt === null ? keyringText.never : formatDate(key.expiresAt) },
    { name: text.kind, value: algorithmName(key.algorithm) },
    { name: text.state, value: `${state}; ${asked}` },
    ...(signing === 0 ? [] : [{ name: text.subkeys, value: keyringText.signingSubkeys(signing) }]),
    ...(key.sources.length === 0
      ? []
      : [{ name: text.from, value: [...new Set(key.sources.map(sourceText))].join(', ') }]),
  ]
}

function Words({ fingerprint }: { readonly fingerprint: string }) {
  const words = fingerprintWords(fingerprint)
  const half = words.length / 2
  return (
    <section className="section" aria-label={keyringText.inWords}>
      <h3>{keyringText.inWords}</h3>
      <p className="signer-words">{words.slice(0, half).join(' ')}</p>
      <p className="signer-words">{words.slice(half).join(' ')}</p>
      <p className="quiet small">{keyringText.inWordsHint}</p>
    </section>
  )
}

function Images({ images }: { readonly images: readonly ImageSummary[] }) {
  return (
    <section className="section" aria-label={keyringText.imagesSigned}>
      <h3>{keyringText.imagesSigned}</h3>
      {images.length === 0 ? (
        <p className="quiet">{keyringText.noImages}</p>
      ) : (
        <ul className="signer-images">
          {images.slice(0, shownImages).map((image) => (
            <li key={image.id} className="line">
              <Link className="plain cut grow" href={addressOf.image(image.path)}>
                {image.name}
              </Link>
              <span className="quiet nowrap">{formatRelative(image.addedAt)}</span>
            </li>
          ))}
          {images.length > shownImages && (
            <li className="quiet">{keyringText.moreImages(images.length - shownImages)}</li>
          )}
        </ul>
      )}
    </section>
  )
}

export interface SignerAsideProps {
  readonly fingerprint: string
  readonly keyHere: Key | null
  /** Null while they are not known. */
  readonly images: readonly ImageSummary[] | null
  readonly hasWords: boolean
}

export function SignerAside({ fingerprint, keyHere, images, hasWords }: SignerAsideProps) {
  const otherIds = (keyHere?.userIds ?? []).slice(1).map((userId) => printUserId(readUserId(userId)))
  return (
    <>
      {hasWords && <Words fingerprint={fingerprint} />}
      <section className="section signer-about" aria-label={keyringText.aboutKey}>
        <FingerprintQr fingerprint={fingerprint} />
        {keyHere !== null && (
          <div>
            <h3>{keyringText.aboutKey}</h3>
            <FactList facts={keyFacts(keyHere)} isNarrow />
          </div>
        )}
      </section>
      {otherIds.length > 0 && (
        <section className="section" aria-label={keyringText.alsoSays}>
          <h3>{keyringText.alsoSays}</h3>
          <ul>
            {otherIds.slice(0, 20).map((userId) => (
              <li key={userId} className="cut" title={userId}>
                {userId}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ServerAnswers fingerprint={fingerprint} />
      {images !== null && <Images images={images} />}
    </>
  )
}
