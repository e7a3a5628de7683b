import { encodeTraces } from '@hopscope/observe/otlp'
import * as path from '@hopscope/path'
import { recordedEvents } from './recorded-events.ts'
const { decodeTraceEvent, toSpans, encodeHops } = path as any
const evs = recordedEvents()
const batch = Array.from({length:100},(_, i)=>evs[i%evs.length])
const dec = new TextDecoder()
const events = batch.map(b=>decodeTraceEvent(b))
const reports = batch.map(payload=>({payload}))
const spans = events.map(e=>toSpans(e))
const v: any = {
 parse(){ let s=0; for(const b of batch) s+=JSON.parse(dec.decode(b)).events.length; return s },
 decodeTraceEvent(){ let s=0; for(const b of batch) s+=decodeTraceEvent(b).items.length; return s },
 toSpans(){ let s=0; for(const e of events) s+=toSpans(e).scopeSpans.length; return s },
 encode(){ return encodeTraces({resourceSpans: spans}).length },
}
if (encodeHops) v.encodeHops = () => encodeHops(reports).request.length
const res: any={}
for(let r=0;r<40;r++) for(const k in v){ const t=process.cpuUsage(); for(let i=0;i<20;i++) v[k](); const u=process.cpuUsage(t); (res[k]??=[]).push((u.user+u.system)/2000) }
for(const k in res){ const a=res[k].slice(5).sort((x: number,y: number)=>x-y); console.log(k, a[a.length>>1].toFixed(2),'us/event', (res.parse.toSorted()[20]/a[a.length>>1]).toFixed(3)) }
