/** The way from the top of the file system to the folder that is shown. */
import './files.css'
import { Button as AriaButton, Breadcrumb, Breadcrumbs } from 'react-aria-components'
import { filesText } from '../../../src-shared/text/files.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { Icon } from '../../components/icon.tsx'
import { ancestorsOf, baseName } from './file-tree.ts'

/** Of a long way only its ends are shown. */
const mostParts = 5

export function Trail({ here, onGo }: { readonly here: string; readonly onGo: (directory: string) => void }) {
  const all = ancestorsOf(here)
  const shown = all.length <= mostParts ? all : [...all.slice(0, 1), ...all.slice(-(mostParts - 2))]
  const isCut = shown.length < all.length
  return (
    <nav aria-label={filesText.path} className="file-trail">
      <Breadcrumbs className="trail">
        {shown.map((directory, place) => (
          <Breadcrumb key={directory} className="trail-part">
            {({ isCurrent }) => (
              <>
                {isCut && place === 1 && (
                  <span className="line trail-part" title={here}>
                    … <Icon name="right" size={12} />
                  </span>
                )}
                <AriaButton className="trail-button" isDisabled={isCurrent} onPress={() => onGo(directory)}>
                  {directory === '/' ? filesText.root : printable(baseName(directory))}
                </AriaButton>
                {!isCurrent && <Icon name="right" size={12} />}
              </>
            )}
          </Breadcrumb>
        ))}
      </Breadcrumbs>
    </nav>
  )
}
