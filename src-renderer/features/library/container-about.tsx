/** Beside the tags: who the service says signed the chosen one, and what is known of the container. */
import { Link } from 'react-aria-components'
import type { Key } from '../../../src-shared/model/key.ts'
import type { LibraryContainerPage, LibraryTag } from '../../../src-shared/model/library.ts'
import { formatCount, formatDate, formatSize } from '../../../src-shared/text/format.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import { claimText, signerClaim } from '../../../src-shared/text/signer-claim.ts'
import { addressOf } from '../../app/address.ts'
import { type Fact, FactList } from '../../components/fact-list.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'

function Signer({ fingerprint, keys }: { readonly fingerprint: string; readonly keys: ReadonlyMap<string, Key> }) {
  const claim = signerClaim(true, [fingerprint], keys)
  const note = claim.note === null ? '' : `${claim.note.charAt(0).toUpperCase()}${claim.note.slice(1)}.`
  return (
    <div>
      <p>
        {libraryText.saysSignedBy(claim.name)} {note}
      </p>
      <Fingerprint fingerprint={fingerprint} form="two-lines" />
      <p className="container-signer">
        <Link href={addressOf.key(fingerprint)}>{libraryText.showSigner}</Link>
      </p>
    </div>
  )
}

function factsOf({ container, tags, quota, private: isPrivate }: LibraryContainerPage): readonly Fact[] {
  const parts = container.path.split('/')
  const [owner, collection] = parts.length === 3 ? parts : []
  return [
    ...(owner === undefined ? [] : [{ name: libraryText.owner, value: owner }]),
    ...(collection === undefined ? [] : [{ name: libraryText.collection, value: collection }]),
    ...(container.downloads === null || container.downloads === 0
      ? []
      : [{ name: libraryText.pulls, value: formatCount(container.downloads) }]),
    ...(container.stars === null || container.stars === 0
      ? []
      : [{ name: libraryText.stars, value: formatCount(container.stars) }]),
    {
      name: libraryText.tagCount,
      value: libraryText.tagsNewest(new Set(tags.map(({ tag }) => tag)).size, container.updatedAt),
    },
    ...(container.updatedAt === null || tags.length > 0
      ? []
      : [{ name: libraryText.updated, value: formatDate(container.updatedAt) }]),
    ...(quota === null
      ? []
      : [
          {
            name: libraryText.room,
            value: libraryText.usedOf(
              formatSize(quota.usedBytes),
              quota.totalBytes === 0 ? null : formatSize(quota.totalBytes),
            ),
          },
        ]),
    ...(isPrivate ? [{ name: libraryText.visibility, value: libraryText.privateWord }] : []),
  ]
}

export interface ContainerAboutProps {
  readonly page: LibraryContainerPage
  readonly tag: LibraryTag | null
  readonly keys: ReadonlyMap<string, Key>
}

export function ContainerAbout({ page, tag, keys }: ContainerAboutProps) {
  const fingerprints = [...new Set(tag?.fingerprints ?? [])]
  const title = libraryText.signersOf(fingerprints.length, tag?.tag ?? page.container.path)
  return (
    <div className="container-about">
      {tag !== null && (
        <section className="section" aria-label={title}>
          <h3>{title}</h3>
          {fingerprints.length === 0 ? (
            <p className="quiet">{tag.signed ? libraryText.signedByNobodyNamed : claimText.noSignature}</p>
          ) : (
            fingerprints.map((fingerprint) => <Signer key={fingerprint} fingerprint={fingerprint} keys={keys} />)
          )}
        </section>
      )}
      <section className="section" aria-label={libraryText.about}>
        <h3>{libraryText.about}</h3>
        <FactList facts={factsOf(page)} />
      </section>
    </div>
  )
}
