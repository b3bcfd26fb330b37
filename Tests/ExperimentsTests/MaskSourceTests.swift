import Experiments
import TestSupport
import Testing
import Vision

@Suite("Sources of masks")
struct MaskSourceTests {
  @Test("an arranged source gives the other's masks arranged, and a key of its own")
  func arranged() async throws {
    let fixture = try StudyFixture(images: 6)
    let lab = try fixture.lab()
    let arrangements: [MaskArrangement] = [
      .smallOverLarge, .boxNMS(0.5), .sequence([.boxNMS(0.5), .atoms]),
    ]
    let plain = try await lab.forEachImage("plain") { try $0.masks(from: fixture.maskSource) }
    var keys: Set<String> = []
    for arrangement in arrangements {
      let source = fixture.maskSource.arranged(arrangement)
      #expect(source.name == "masks \(arrangement.name)")
      let masks = try await lab.forEachImage("arranged") { bench in
        (try bench.masks(from: source), try bench.key(of: MaskStep(source)).hexadecimal)
      }
      #expect(masks.values.map(\.0) == plain.values.map { arrangement.applied(to: $0) })
      keys.formUnion(masks.values.map(\.1))
    }
    #expect(keys.count == arrangements.count * 6)
    #expect(fixture.maskSource.arranged(.none) == fixture.maskSource)
  }

  @Test("simulated masks are drawn from the truth's components, and say what they are")
  func simulated() async throws {
    let fixture = try StudyFixture(images: 4)
    let faults = PerturbedTruth(boundaryNoise: 0.2, duplicated: 0.5, seed: 2)
    let source = MaskSource.simulated(faults)
    let masks = try await fixture.lab().forEachImage("masks") { try $0.masks(from: source) }
    for (index, set) in masks.values.enumerated() {
      let truth = TruthRegions(componentsOf: fixture.truths[index])
      #expect(set == faults.masks(of: truth, id: fixture.ids[index]))
    }
    #expect(source.isSimulated && source.arranged(.atoms).isSimulated)
    #expect(source.name.contains("simulated"))
    #expect(!fixture.maskSource.isSimulated)
  }

  @Test("simulated masks use instances and parts that lie beside the truth")
  func instances() async throws {
    let fixture = try StudyFixture(images: 2)
    var (instances, parts) = (LabelMap(width: 7, height: 5), LabelMap(width: 7, height: 5))
    for x in 0..<6 { (instances[x, 2], parts[x, 2]) = (1, x < 3 ? 1 : 2) }
    let source = MaskSource.simulated(PerturbedTruth(seed: 2))
    func areas() async throws -> [[Int]] {
      let masks = try await fixture.lab().forEachImage("masks") { try $0.masks(from: source) }
      return masks.values.map { $0.candidates.map(\.area) }
    }
    let before = try await areas()
    try fixture.folder.write(StudyFixture.png(instances), "SegmentationObject/image-0.png")
    #expect(try await areas() == [[6], before[1]])
    try fixture.folder.write(StudyFixture.png(parts), "SegmentationPart/image-0.png")
    #expect(try await areas() == [[6, 3, 3], before[1]])
  }
}
