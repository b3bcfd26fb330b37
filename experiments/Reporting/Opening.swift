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
    guard let seeds = study.seeds.first, let masks = study.masks.first,
      let sample = study.samples.first(where: { !failed.contains("\($0.id)") })
    else {
      blocks = []
      return
    }
    let request = PictureRequest(
      id: "opening", rows: [.init(id: "\(sample.id)", badge: "", measures: [])], seed: seeds,
      masks: masks, setting: MergeSetting(.sepl), side: PictureRequest.printedSide)
    let pictures = try await lab.pictures([request])
    blocks = [
      .figure(Self.pipeline(seeds: seeds, masks: masks)),
      .figure(Self.stages(of: sample, pictures, seeds: seeds, masks: masks)),
    ]
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
        One image through all stages. The last picture is what is still wrong: vermilion is claimed \
        but not there, blue is missed.
        """,
      alternativeText:
        "One image with its activation map, seed, masks, labels after SEPL and truth.")
  }
}
