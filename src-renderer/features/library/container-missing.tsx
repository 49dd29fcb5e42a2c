/** A container that is not there: said so, with where that name is found, or the search for it. */
import './library.css'
import { Link } from 'react-aria-components'
import type { AppError } from '../../../src-shared/model/error.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import { addressOf } from '../../app/address.ts'
import { LinkButton } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { splitPath } from './library-view.ts'

export interface ContainerMissingProps {
  readonly error: AppError
  readonly path: string
  readonly remote: string
}

export function ContainerMissing({ error, path, remote }: ContainerMissingProps) {
  const { suggestions } = error.params
  const others = Array.isArray(suggestions) ? suggestions : []
  const { name } = splitPath(path)
  return (
    <div className="elsewhere">
      <h2>{libraryText.containerMissing(path)}</h2>
      <p className="quiet">{others.length > 0 ? libraryText.sameName : libraryText.containerMissingText}</p>
      {others.length > 0 && (
        <ul>
          {others.map((other: string) => {
            const pieces = splitPath(other)
            return (
              <li key={other}>
                <Icon name="box" />
                <span className="grow cut">
                  <span className="quiet">{pieces.before}</span>
                  <Link className="plain strong" href={addressOf.container(remote, other)}>
                    {pieces.name}
                  </Link>
                </span>
              </li>
            )
          })}
        </ul>
      )}
      {name.length >= 3 && (
        <div className="line">
          <LinkButton icon="search" href={`${addressOf.library()}?q=${encodeURIComponent(name)}`}>
            {libraryText.searchInstead(name)}
          </LinkButton>
        </div>
      )}
    </div>
  )
}
