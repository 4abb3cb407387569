use caroline::*;
fn main(){
    let args: Vec<String> = std::env::args().collect();
    let mut map = source::SourceMap::default();
    let limits = syntax::Limits::default();
    let text = std::fs::read(&args[1]).unwrap();
    let (file, d) = syntax::decode(&mut map, &args[1], &text, &limits);
    for x in d { println!("{x:?}"); }
    let t=std::time::Instant::now();
    let parsed = syntax::parse_case(&map, file, &limits);
    show(&map,&parsed.diagnostics);
    let uses: Vec<_> = parsed.value.incident.as_ref().unwrap().uses.iter().map(|u| u.value.clone()).collect();
    let lib = rulebook::load::Library::bundled();
    let built = lib.load(&mut map, &uses, &limits);
    println!("load {:?}", t.elapsed());
    show(&map,&built.diagnostics);
    let rb = built.rulebook;
    println!("sentences {} provisions {} sources {}", rb.sentences.len(), rb.provisions.len(), rb.sources.len());
    let rec = record::build(&rb, &parsed.value);
    show(&map,&rec.diagnostics);
    let record = rec.record;
    let t=std::time::Instant::now();
    let plan = engine::Plan::new(&rb);
    println!("plan {:?}", t.elapsed());
    for _ in 0..3 {
    let t=std::time::Instant::now();
    let mut ev = engine::Evaluation::new(&rb,&plan,&record,Default::default()).unwrap();
    println!("eval {:?} instances {} atoms {} nodes {} diag {}", t.elapsed(), ev.graph().instances.len(), ev.graph().atoms.len(), ev.graph().nodes.len(), ev.space.diagrams.size());
    let t=std::time::Instant::now();
    let op = opinion::build(&mut ev, &Default::default()).unwrap();
    println!("opinion {:?} nodes {} verdicts {}", t.elapsed(), op.nodes.len(), op.verdicts.len());
    if args.len()>2 { println!("{}", serde_json::to_string_pretty(&op).unwrap()); }
    }
    let mut ev = engine::Evaluation::new(&rb,&plan,&record,Default::default()).unwrap();
    let op = opinion::build(&mut ev, &Default::default()).unwrap();
    for v in &op.verdicts { println!("{:?} {} [{}]\n     {}", v.outcome, v.claim, v.brief, v.robustness); }
    for c in &op.claims { println!("CLAIM {} : {} => {:?} {}\n   {:?}", c.by, c.claim, c.follows, c.finding, c.because); }
    for e in opinion::expect::check(&mut ev).unwrap() { 
        let (l,_) = map.position(record.expectations[e.index].span);
        println!("{} {}: {} expected {:?} found {:?} {}", if e.met {"ok  "} else {"FAIL"}, l, map.slice(record.expectations[e.index].span).lines().next().unwrap(), record.expectations[e.index].outcome, e.found, if e.wrong_reason {"wrong reason"} else {""}); 
    }
}
fn show(map:&source::SourceMap, ds:&[diagnostic::Diagnostic]) { 
    let mut n=0;
    for d in ds { if !d.is_error() && std::env::var("W").is_err() {continue;} n+=1; if n>40 {continue;} let (l,c)=map.position(d.span()); println!("{}:{l}:{c} {} {} | {:?}", map.get(d.span().file).map(|f|f.name.clone()).unwrap_or_default(), d.code, d.message, d.help); }
    println!("{} diagnostics", ds.len());
}
