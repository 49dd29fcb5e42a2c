/** A tag that means something else than when it was pulled: said plainly, with the form that keeps what is here. */
import type { LibraryTag } from '../../../src-shared/model/library.ts'
import { compareText } from '../../../src-shared/text/compare.ts'
import { shortDigest } from '../../../src-shared/text/format.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Icon } from '../../components/icon.tsx'
import { pinnedForm } from './library-view.ts'

export interface MovedNoticeProps {
  readonly tag: LibraryTag
  readonly reference: string
  readonly onPull: () => void
  /** Address of the comparison; null where what was pulled is not here any more. */
  readonly comparison: string | null
}

export function MovedNotice({ tag, reference, onPull, comparison }: MovedNoticeProps) {
  if (tag.movedFrom === null) return null
  return (
    <div className="moved-notice" role="status">
      <Icon name="moved" />
      <p className="grow">
        {libraryText.movedBannerStart(tag.tag)} <code title={tag.movedFrom}>{shortDigest(tag.movedFrom)}</code>{' '}
        <b className="medium">{libraryText.movedBannerEnd}</b>
      </p>
      <CopyButton text={pinnedForm(reference, tag.movedFrom)} label={libraryText.keepPinned} hasWord />
      {comparison !== null && (
        <LinkButton href={comparison} icon="compare">
          {compareText.compareTwo}
        </LinkButton>
      )}
      <Button onPress={onPull}>{libraryText.pullMoved(tag.tag)}</Button>
    </div>
  )
}
