import Experiments
import Report

/// The way from images to scores, as an experiment went it.
struct Pipeline {
  enum Stage: Int, CaseIterable {
    case images, truth, labels, masks, merge, enhanced, score

    var title: String {
      switch self {
      case .images: "Images"
      case .truth: "Ground truth"
      case .labels: "Pseudo labels"
      case .masks: "Masks"
      case .merge: "SEPL"
      case .enhanced: "Enhanced labels"
      case .score: "Score"
      }
    }

    /// The title within a sentence.
    var noun: String { self == .merge ? title : title.lowercased() }
  }

  let figure: PipelineDiagram

  init(of experiment: some ReportedExperiment, in study: Study) {
    let subject = experiment.subject
    let isSimulated = experiment.simulatesSeeds || study.seeds.contains(where: \.isSimulated)
    var details: [Stage: String] = [
      .images: "\(study.samples.count)",
      .labels: study.seeds.map(\.name).joined(separator: ", "),
      .masks: study.masks.map(\.name).joined(separator: ", "),
      .merge: "thresholds 0.5 and 0.85", .score: "VOC mIoU",
    ]
    details[subject.stage] = subject.detail
    // What the labels come from stands before them.
    let below: Set<Stage> = isSimulated ? [.images, .masks] : [.truth, .masks]
    let steps = Stage.allCases.map { stage in
      PipelineDiagram.Step(
        stage.title, detail: details[stage] ?? "",
        state: stage == subject.stage ? .highlighted : .used,
        lane: below.contains(stage) ? 1 : 0)
    }
    func arrow(_ from: Stage, _ to: Stage) -> PipelineDiagram.Arrow {
      .init(from.rawValue, to.rawValue)
    }
    figure = PipelineDiagram(
      steps: steps,
      arrows: [
        isSimulated ? arrow(.truth, .labels) : arrow(.images, .labels), arrow(.images, .masks),
        arrow(.labels, .merge), arrow(.masks, .merge), arrow(.merge, .enhanced),
        arrow(.enhanced, .score), arrow(.truth, .score),
      ])
  }
}
