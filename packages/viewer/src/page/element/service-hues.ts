import { createContext, type Context } from 'preact'
import { useContext, useMemo } from 'preact/hooks'
import { serviceToken, serviceTokens, type ServiceTokens } from '../style/service-hue.ts'

/** The colors of the services that are shown together; one that is not among them has that of its name. */
export const ServiceHues: Context<ServiceTokens> = createContext<ServiceTokens>(new Map())

/** Gives a service's color where the component is, as a value for CSS. */
export function useServiceColor(): (service: string) => string {
  const hues = useContext(ServiceHues)
  return (service) => serviceColor(hues, service)
}

/** The same, where the colors are at hand. */
export function serviceColor(hues: ServiceTokens, service: string): string {
  return `var(${hues.get(service) ?? serviceToken(service)})`
}

/** Colors for services; the same object as long as they are the same services. */
export function useHuesOf(services: Iterable<string>): ServiceTokens {
  const names = [...new Set(services)].toSorted()
  return useMemo(() => serviceTokens(names), [names.join('\n')])
}
