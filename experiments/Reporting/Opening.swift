import Experiments
import Report
import Vision

/// What a report of several questions begins with: the way from image-level labels to enhanced pseudo
/// labels, and one image that goes it.
struct Opening {
  let blocks: [Block]

  init(of lab: Lab, without problems: [Lab.Problem]) async throws {
    let study = lab.study
    let failed = Set(problems.map(\.id))
    let samples = study.samples.filter { !failed.contains("\($0.id)") && $0.truthPath != nil }
    guard let seeds = study.seeds.first, let masks = study.masks.first, !samples.isEmpty else {
      blocks = []
      return
    }
    let sample = try await Self.median(of: samples, seeds, masks, lab)
    let request = PictureRequest(
      id: "opening", rows: [.init(id: "\(sample.id)", badge: "", measures: [])], seed: seeds,
      masks: masks, setting: MergeSetting(.sepl), side: PictureRequest.printedSide)
    let pictures = try await lab.pictures([request])
    blocks = [
      .figure(Self.pipeline(seeds: seeds, masks: masks)),
      .figure(Self.stages(of: sample, pictures, seeds: seeds, masks: masks)),
    ]
  }

  /// The image whose mIoU after SEPL is the median: neither a showpiece nor a failure.
  private static func median(
    of samples: [Dataset.Sample], _ seeds: SeedSource, _ masks: MaskSource, _ lab: Lab
  ) async throws -> Dataset.Sample {
    let settings: [MergeSetting] = [.rawSeed, .init(.sepl), .init(.oracle)]
    let sheet = try await lab.scores(ScoreStep(seed: seeds, masks: masks, settings: settings))
    let order = sheet.ids.indices.sorted {
      (sheet.imageIoU($0, 1), $0) < (sheet.imageIoU($1, 1), $1)
    }
    let id = order.isEmpty ? nil : sheet.ids[order[order.count / 2]]
    return samples.first { "\($0.id)" == id } ?? samples[0]
  }

  private static func pipeline(seeds: SeedSource, masks: MaskSource) -> FigureBlock {
    let learns = seeds.activations != nil
    let steps: [PipelineDiagram.Step] = [
      .init("Image-level labels", state: learns ? .used : .unused),
      .init("Classifier", detail: learns ? "learns classes" : "", state: learns ? .used : .unused),
      .init("Activation maps", detail: "CAM", state: learns ? .used : .unused),
      .init("Pseudo labels", detail: seeds.name),
      .init("Masks", detail: masks.name, lane: 1),
      .init("SEPL", detail: "chooses and joins", state: .highlighted),
      .init("Enhanced labels"),
      .init("Segmentation network", detail: "to be trained on them", state: .unused),
    ]
    return FigureBlock(
      id: "pipeline",
      figure: PipelineDiagram(
        steps: steps,
        arrows: [
          .init(0, 1), .init(1, 2), .init(2, 3), .init(3, 5), .init(4, 5), .init(5, 6),
          .init(6, 7),
        ]),
      caption: """
        From which classes an image shows to where they are: what this report is about. Dashed: not \
        part of this run.
        """,
      alternativeText: """
        Image-level labels train a classifier, whose activation maps become pseudo labels; SEPL \
        joins them with masks into enhanced labels, on which a segmentation network is trained.
        """)
  }

  private static func stages(
    of sample: Dataset.Sample, _ pictures: Pictures, seeds: SeedSource, masks: MaskSource
  ) -> FigureBlock {
    FigureBlock(
      id: "stages",
      figure: pictures.grid("opening") { _, layer in
        switch layer {
        case nil: "\(sample.id)"
        case "cam": "strongest class"
        case "seed": seeds.name
        case "masks": masks.name
        default: ""
        }
      },
      caption: """
        One image through all stages, the one whose mIoU after SEPL is the median. The last picture is what is still wrong: vermilion is claimed \
        but not there, blue is missed.
        """,
      alternativeText:
        "One image with its activation map, seed, masks, labels after SEPL and truth.")
  }
}
