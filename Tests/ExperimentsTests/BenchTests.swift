import TestSupport
import Experiments
import Foundation
import Synchronization
import Testing
import Vision

@Suite struct BenchTests {
  let fixture: StudyFixture
  let listener = Listener()

  init() throws { fixture = try StudyFixture(images: 4) }

  /// The first image, as one run has it in hand.
  private func bench() throws -> Bench {
    let lab = try fixture.lab(observer: listener)
    return lab.bench(for: try #require(lab.study.samples.first))
  }

  @Test("a step is made once, however often it is asked for, in this run and the next")
  func once() throws {
    let count = Counter()
    let inner = SampleStep(name: "inner") { _ in Number(count.next()) }
    let a = SampleStep(name: "a") { try $0.output(of: inner) }
    let b = SampleStep(name: "b") { try $0.output(of: inner) }
    let first = try bench()
    #expect(try first.output(of: a) == Number(1))
    #expect(try first.output(of: b) == Number(1))
    #expect(try first.output(of: inner) == Number(1))
    let second = try bench()
    #expect(try second.output(of: a) == Number(1))
    #expect(listener.heard.made.map(\.step) == ["inner", "a", "b"])
  }

  @Test("another version, parameter or input makes a step anew")
  func anew() throws {
    let count = Counter()
    var step = SampleStep { _ in Number(count.next()) }
    #expect(try bench().output(of: step) == Number(1))
    step.version = 2
    #expect(try bench().output(of: step) == Number(2))
    step.parameters = [.init("size", 1)]
    #expect(try bench().output(of: step) == Number(3))
    step.ingredients = [.init("image", text: "x")]
    #expect(try bench().output(of: step) == Number(4))
    #expect(try bench().output(of: step) == Number(4))
  }

  @Test("what a step costs leaves out the steps it waited for, those that fail too")
  func ownCost() throws {
    struct Refused: Error {}
    let inner = SampleStep(name: "inner") { _ in
      Thread.sleep(forTimeInterval: 0.3)
      return Number(1)
    }
    let failing = SampleStep(name: "failing") { bench in
      Thread.sleep(forTimeInterval: 0.3)
      throw Refused()
    }
    let middle = SampleStep(name: "middle") { try $0.output(of: inner) }
    let outer = SampleStep(name: "outer") { bench in
      #expect(throws: Refused.self) { try bench.output(of: failing) }
      return try bench.output(of: middle)
    }
    _ = try bench().output(of: outer)
    let made = listener.heard.made
    #expect(made.map(\.step) == ["inner", "middle", "outer"])
    #expect(made[0].cost.wall >= 300_000)
    #expect((0..<200_000).contains(made[1].cost.wall))
    #expect((0..<200_000).contains(made[2].cost.wall))
    #expect(made.allSatisfy { $0.cost.cpu >= 0 && $0.cost.peakBytes > 0 })
  }

  @Test("a damaged object is made again, and a warning names its pack")
  func damaged() throws {
    let step = SampleStep { _ in Number(12345) }
    _ = try bench().output(of: step)
    let name = try #require(try fixture.folder.names(endingIn: "cache").first)
    let cache = "\(fixture.folder.path)/\(name)"
    let pack = try #require(
      try FileManager.default.contentsOfDirectory(atPath: cache).first { $0.hasSuffix(".pack") })
    var bytes = try fixture.folder.bytes("cache/\(pack)")
    bytes[bytes.count - 1] ^= 1
    try fixture.folder.write(bytes, "cache/\(pack)")
    #expect(try bench().output(of: step) == Number(12345))
    #expect(listener.heard.made.count == 2)
    #expect(
      listener.heard.warnings == [
        "\(cache)/\(pack): the stored sample of image-0 is damaged; it is made again"
      ])
  }

  @Test("an intact object of another form is made again, with a warning")
  func otherForm() throws {
    let step = SampleStep { _ in Number(7) }
    let lab = try fixture.lab(observer: listener)
    let sample = try #require(lab.study.samples.first)
    let note = ObjectNote(step: "sample", subject: "image-0", components: [])
    try lab.cache.store(
      Array("seven".utf8), under: try lab.bench(for: sample).key(of: step), note: note)
    #expect(try lab.bench(for: sample).output(of: step) == Number(7))
    #expect(listener.heard.warnings.count == 1)
    #expect(try fixture.lab().bench(for: sample).output(of: step) == Number(7))
  }

  @Test("masks that do not fit the labels are that image's error")
  func maskSize() throws {
    let lab = try fixture.lab()
    let sample = try #require(lab.study.samples.first)
    // Made for the photograph, whose truth is then replaced by one of another size.
    let regions = MaskSource.regionTree
    #expect(try lab.bench(for: sample).masks(from: regions).width == 7)
    try fixture.folder.write(
      StudyFixture.png(LabelMap(width: 5, height: 7)), "truth/\(sample.id).png")
    let expected = MaskSizeDiffers(id: sample.id, masks: "7×5", labels: "5×7")
    #expect(throws: expected) { try lab.bench(for: sample).masks(from: regions) }
  }

  @Test("images with equal truths have simulated seeds of their own")
  func simulatedSeeds() throws {
    var truth = LabelMap(width: 40, height: 30)
    for y in 5..<25 { for x in 8..<30 { truth[x, y] = 2 } }
    for id in fixture.ids { try fixture.folder.write(StudyFixture.png(truth), "truth/\(id).png") }
    let lab = try fixture.lab()
    let source = SeedSource.simulated(falseNegativeRate: 0.4, falsePositiveRate: 0.2, seed: 5)
    let simulated = SimulatedSeeds(falseNegativeRate: 0.4, falsePositiveRate: 0.2, seed: 5)
    for sample in lab.study.samples {
      let seed = try lab.bench(for: sample).seed(source)
      #expect(seed == simulated.labels(truth: truth, id: "\(sample.id)"))
    }
  }

  @Test("an image without truth says so where truth is asked for")
  func noTruth() throws {
    let dataset = try fixture.dataset
    let sample = Dataset.Sample(
      id: dataset.samples[0].id, imagePath: dataset.samples[0].imagePath, truthPath: nil)
    let bench = try fixture.lab().bench(for: sample)
    #expect(throws: MissingTruth.self) { try bench.truth() }
    #expect(throws: MissingTruth.self) { try bench.truthInput() }
    #expect(try bench.size() == (7, 5))
  }
}

/// Counts from 1.
final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock { value in
      value += 1
      return value
    }
  }

  var last: Int { value.withLock { $0 } }
}
