import Experiments
import Foundation
import TestSupport
import Testing
import Vision

@Suite("SAM as a source of masks") struct SAMStepTests {
  let fixture: StudyFixture
  let listener = Listener()

  init() throws { fixture = try StudyFixture(images: 2) }

  private func bench(_ index: Int = 0) throws -> Bench {
    let lab = try fixture.lab(observer: listener)
    return lab.bench(for: lab.study.samples[index])
  }

  private var made: [String] { listener.heard.made.map(\.step) }

  private func copiedCheckpoint(_ name: String) throws -> String {
    try fixture.folder.write(
      Array(try Data(contentsOf: URL(filePath: TinySource.checkpoint))), name)
  }

  @Test("the masks are the generator's, each with the output that it was")
  func masks() throws {
    let masks = try bench(1).masks(from: .sam(TinySource.source()))
    #expect(masks == (try TinySource.masks(ofFile: fixture.path("images/image-1.png"))))
    #expect(!masks.candidates.isEmpty)
    #expect(masks.candidates.allSatisfy { (0...2).contains($0.level ?? -1) })
  }

  @Test("another selection asks the network nothing")
  func selections() throws {
    let source = TinySource.source()
    let all = try bench().masks(from: .sam(source))
    var selection = source.settings.selection
    selection.boxNMS = 0.1
    let fewer = try bench().masks(from: .sam(source.selecting(selection)))
    #expect(made == ["sam", "sam-selection", "sam-selection"])
    let settings = MaskGeneratorSettings(
      sampling: source.settings.sampling, selection: selection)
    #expect(
      fewer == (try TinySource.masks(ofFile: fixture.path("images/image-0.png"), settings)))
    #expect(fewer.candidates.count < all.candidates.count)
  }

  @Test("what is kept comes back from the cache as it was")
  func stored() throws {
    let source = TinySource.source()
    let candidates = try bench().candidates(from: source)
    #expect(try MaskCandidates(stored: candidates.stored) == candidates)
    #expect(try bench().candidates(from: source) == candidates)
    #expect(made == ["sam"])
  }

  @Test("the key follows the weights' content, not their place; precision and sampling too")
  func keys() throws {
    let bench = try bench()
    func key(_ source: SAMSource) throws -> Digest { try bench.key(of: MaskStep(.sam(source))) }
    let usual = try key(TinySource.source())
    #expect(try key(TinySource.source(checkpoint: copiedCheckpoint("elsewhere.pth"))) == usual)
    let other = try fixture.folder.write([1, 2, 3], "other.pth")
    #expect(try key(TinySource.source(checkpoint: other)) != usual)
    #expect(try key(TinySource.source(precision: .bf16)) != usual)
    #expect(try key(TinySource.source(backbone: other)) != usual)
    var settings = TinySource.settings
    settings.sampling.pointsPerSide = 4
    #expect(try key(TinySource.source(settings: settings)) != usual)
    settings = TinySource.settings
    settings.sampling.pointsPerBatch = 1
    #expect(try key(TinySource.source(settings: settings)) == usual)
  }

  @Test("plans and costs count the network's step before the selection")
  func accounts() async throws {
    struct Question: Experiment {
      let id = "question"
      let question = "Which masks?"
      let parameters: [Parameter] = []
      func steps(in study: Study) -> [any Step] { [MaskStep(.sam(TinySource.source()))] }
      func findings(in lab: Lab) async throws -> Int { 0 }
      func scores(of findings: Int) -> [ScoreRecord] { [] }
    }
    let lab = try fixture.lab(observer: listener)
    #expect(lab.plan(Question()).steps.map(\.step) == ["sam", "sam-selection"])
    #expect(lab.plan(Question()).steps.map(\.toDo) == [2, 2])
    let outcome = try await lab.forEachImage("masks") {
      try $0.masks(from: .sam(TinySource.source())).candidates.count
    }
    #expect(outcome.ids == fixture.ids)
    #expect(lab.plan(Question()).steps.map(\.cached) == [2, 2])
    let costs = lab.costs(of: Question())
    #expect(costs.map(\.step) == ["sam", "sam-selection"] && costs.map(\.images) == [2, 2])
    #expect(costs[0].cpuSeconds > 0 && costs[0].peakBytes > 0)
  }

  @Test("weights that do not fit stop the run, since no image could use them")
  func wrongWeights() async throws {
    let lab = try fixture.lab()
    let source = SAMSource(.vitB, checkpoint: TinySource.checkpoint)
    await #expect(throws: CheckpointError.self) {
      _ = try await lab.forEachImage("masks") { try $0.masks(from: .sam(source)) }
    }
  }

  @Test("images go in parallel on one thread each, or one at a time on all")
  func arrangement() throws {
    let few = try fixture.lab(jobs: 4).arranged(forNetworkOn: 100, threads: 4)
    #expect(few.jobs == 4 && few.workers == .one)
    let many = try fixture.lab(jobs: 64).arranged(forNetworkOn: 100, threads: 64)
    #expect(many.jobs == 1 && many.workers == Workers(64))
    let single = try fixture.lab(jobs: 4).arranged(forNetworkOn: 1, threads: 4)
    #expect(single.jobs == 1 && single.workers == Workers(4))
    let none = try fixture.lab(jobs: 4).arranged(forNetworkOn: 0, threads: 4)
    #expect(none.jobs == 1)
  }

  @Test("the floor is low enough for the settings, whatever they are")
  func floors() {
    #expect(SAMSource(.vitB, checkpoint: "").floor == .permissive)
    for (_, settings) in MaskGeneratorSettings.presets {
      let source = SAMSource(.vitB, checkpoint: "", settings: settings)
      #expect(source.floor.serves(settings.selection))
    }
    #expect(SAMSource(.vitB, checkpoint: "", settings: .proposals).floor == .init())
  }

  @Test("the name says the model, and whatever is not usual")
  func names() {
    func name(_ settings: MaskGeneratorSettings, _ precision: Precision) -> String {
      SAMSource(.vitB, checkpoint: "x", precision: precision, settings: settings).name
    }
    #expect(name(.reference, .f32) == "sam (ViT-B)")
    #expect(name(.reference, .bf16) == "sam (ViT-B, bf16)")
    #expect(name(.fma, .bf16) == "sam (ViT-B, fma, bf16)")
    #expect(name(TinySource.settings, .f32) == "sam (ViT-B, own settings)")
    #expect(MaskSource.sam(SAMSource(.vitT, checkpoint: "x")).name == "sam (MobileSAM)")
  }

  @Test("sam-nano is called so, and is asked in its own way unless another is chosen")
  func nano() {
    func source(
      _ settings: MaskGeneratorSettings? = nil, _ precision: Precision = .f32
    ) -> SAMSource {
      SAMSource(.nano, checkpoint: "x", backbone: "y", precision: precision, settings: settings)
    }
    #expect(source().settings == .nano && source().name == "sam-nano")
    #expect(source().floor.serves(MaskGeneratorSettings.nano.selection))
    #expect(source(nil, .bf16).name == "sam-nano (bf16)")
    #expect(source(.reference).name == "sam-nano (reference)")
    #expect(source().selecting(.init()).backbone == "y")
  }
}
