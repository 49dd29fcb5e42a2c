/** The way to the linked definitions, below the history; says how many have a new commit. */
import './links.css'
import { Link } from 'react-aria-components'
import { buildLinksText as text } from '../../../../src-shared/text/build-links.ts'
import { addressOf } from '../../../app/address.ts'
import { Icon } from '../../../components/icon.tsx'
import { useLinks } from './links-store.ts'

export function LinksEntry({ isHere }: { readonly isHere: boolean }) {
  const { value } = useLinks()
  const behind = (value ?? []).filter(({ isBehind }) => isBehind).length
  return (
    <Link className="links-entry" href={addressOf.buildLinks()} {...(isHere ? { 'aria-current': 'page' } : {})}>
      <Icon name="braces" />
      <span className="grow">{text.title}</span>
      {behind > 0 && (
        <b className="review-pill" title={text.behindCount(behind)}>
          {behind}
        </b>
      )}
    </Link>
  )
}
