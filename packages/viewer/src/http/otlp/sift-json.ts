import type { JsonObject } from '@hopscope/observe/otlp'
import { isJsonObject, listField } from '../../exchange/import/json-fields.ts'
import type { SignalCodec } from './signal-codec.ts'
import type { Sifted } from './sifted.ts'

/** {@link Sifted} from a request in JSON; `undefined` if it has more than `maxItems`. */
export function siftJson(
  request: object,
  codec: SignalCodec,
  maxItems: number,
): Sifted | undefined {
  const [resources, scopes, items] = codec.members
  const count = (of: object): number =>
    listField(of, resources)
      .flatMap((resource) => listField(resource, scopes))
      .flatMap((scope) => listField(scope, items))
      .reduce<number>((sum, item) => sum + codec.countJson(item), 0)
  const isReadable = (resource: object): boolean =>
    codec.encodeJson({ [resources]: [resource] }) !== undefined

  const siftScope = (scope: object): readonly JsonObject[] => {
    if (!isReadable({ [scopes]: [{ ...scope, [items]: [] }] })) return []
    const readable = listField(scope, items).filter((item) =>
      isReadable({ [scopes]: [{ [items]: [item] }] }),
    )
    return [{ ...scope, [items]: readable }]
  }
  const siftResource = (resource: object): readonly JsonObject[] => {
    if (!isReadable({ ...resource, [scopes]: [] })) return []
    const sifted = listField(resource, scopes).filter(isJsonObject).flatMap(siftScope)
    return [{ ...resource, [scopes]: sifted }]
  }

  const total = count(request)
  if (total > maxItems) return undefined
  const sifted = listField(request, resources).filter(isJsonObject).flatMap(siftResource)
  const rest = { [resources]: sifted }
  const bytes = codec.encodeJson(rest)
  return bytes && { bytes, total, rejected: total - count(rest) }
}
