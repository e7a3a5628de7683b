import { Option } from 'commander'
import { byteSize } from '../flags/byte-size.ts'
import { collect } from '../flags/collect.ts'
import { duration } from '../flags/duration.ts'
import { parsePort } from '../flags/port.ts'

/**
 * The options that say where the page is, and what is kept for it.
 *
 * @param otlp - what is said of `--otlp`
 */
export function viewerOptionList(otlp: string): readonly Option[] {
  return [
    new Option('--port <port>', 'of the page, default 7788 or the next that is free').argParser(
      parsePort,
    ),
    new Option('--host <address>', 'to listen on, default 127.0.0.1 and ::1'),
    new Option('--allow-remote', 'that address may be one that other machines reach'),
    new Option(
      '--allowed-host <name>',
      'a name by which browsers may reach it; can be repeated',
    ).argParser(collect),
    new Option('--index <file>', 'keep the index there, default in memory'),
    new Option(
      '--max-index-bytes <size>',
      'at which the oldest traces go, default 1GiB, in memory 256MiB',
    ).argParser(byteSize),
    new Option('--max-age <duration>', 'at which traces go, default 7d').argParser(duration()),
    new Option('--store-payloads', 'keep payloads that spans carry'),
    new Option('--otlp [port]', otlp).argParser(parsePort),
    new Option(
      '--otlp-origin <origin>',
      'a web page that may send OTLP; can be repeated',
    ).argParser(collect),
  ].map((option) => option.helpGroup('Page:'))
}
