/** The image that a build made, as its map. Nothing where the file cannot be read any more. */
import { addressOf } from '../../../app/address.ts'
import { navigate } from '../../../app/router.ts'
import { useCall } from '../../../app/use-call.ts'
import { ImageMapSection } from '../../inspect/image-map-section.tsx'

export function BuiltImage({ path }: { readonly path: string }) {
  const { value: inspection, error } = useCall('inspect.overview', { path }, { refetchOn: ['signatures.verified'] })
  const { value: verification } = useCall(
    'signatures.last',
    { path },
    { refetchOn: ['signatures.verified', 'trust.changed'] },
  )
  if (inspection === null || error !== null) return null
  return (
    <div className="built-image">
      <ImageMapSection
        inspection={inspection}
        verification={verification}
        files={null}
        form="full"
        selectedKey={null}
        onOpen={(id) => navigate(addressOf.image(path, 'objects', id === null ? {} : { object: String(id) }))}
        onCheckSigner={(fingerprint) => navigate(addressOf.key(fingerprint, path))}
        onShowSignatures={() => navigate(addressOf.image(path, 'signatures'))}
      />
    </div>
  )
}
