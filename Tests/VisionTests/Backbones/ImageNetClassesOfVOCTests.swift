import Foundation
import Testing
import Vision

@Suite struct ImageNetClassesOfVOCTests {
  @Test("every class of VOC has classes of ImageNet, and none is in two")
  func partition() {
    var seen: Set<Int> = []
    for index in 1...20 {
      let classes = ImageNetClassesOfVOC.classes(of: index)
      #expect(!classes.isEmpty && classes == classes.sorted(), "class \(index)")
      #expect(classes.allSatisfy { (0..<1000).contains($0) }, "class \(index)")
      #expect(seen.isDisjoint(with: classes), "class \(index)")
      #expect(classes.allSatisfy { ImageNetClassesOfVOC.vocClass(of: $0) == index })
      seen.formUnion(classes)
    }
    // 59 birds and 118 dogs are most of them.
    #expect(seen.count == 243)
    #expect((0..<1000).count { ImageNetClassesOfVOC.vocClass(of: $0) != nil } == seen.count)
  }

  /// The first choices that Tests/Fixtures/backbones/efficientnet_lite0.py recorded.
  private struct Record: Decodable {
    struct Answer: Decodable { let top1: Int }
    let image: String
    let trained: Answer
  }

  @Test(
    "a photograph's first choice, where it is one of VOC's, is in the truth",
    .enabled(if: DatasetFixtures.hasVOC, "\(DatasetFixtures.whyNoVOC)"))
  func photographs() throws {
    let path = DatasetFixtures.packageRoot + "Tests/Fixtures/backbones/efficientnet-lite0.json"
    let records = try JSONDecoder().decode(
      [Record].self, from: Data(contentsOf: URL(filePath: path)))
    let truth = try LabelFolder(path: "\(DatasetFixtures.voc)/SegmentationClass")
    var known = 0
    for record in records {
      guard let index = ImageNetClassesOfVOC.vocClass(of: record.trained.top1) else { continue }
      known += 1
      let labels = try truth.labels(for: ImageID(record.image)).labels
      #expect(labels.contains(UInt8(index)), "\(record.image): class \(index)")
    }
    #expect(known == 16)
  }
}
