import Experiments
import Report
import Vision

extension Chapter {
  /// The story of `experiment`, in the order of every report: answer and lead, what was asked, what
  /// was run, what was found, what it cost, what would change the answer.
  init(
    _ experiment: some ReportedExperiment, story: [StoryPart], costs: [StepCost], in study: Study,
    showsTimings: Bool
  ) {
    self.init(
      id: experiment.id, question: experiment.question, answer: "",
      facts: Self.facts(of: study, simulatesSeeds: experiment.simulatesSeeds),
      making: Making(
        source: experiment.source,
        parameters: experiment.parameters.map { Fact($0.name, $0.value) }))
    var found: [Section] = []
    var outlook: [Section] = []
    for part in story {
      switch part {
      case .answer(let prose): answer = prose
      case .lead(let blocks): lead += blocks
      case .asked(let blocks): sections.append(Section("What was asked", blocks: blocks))
      case .section(let section): found.append(section)
      case .outlook(let blocks):
        outlook.append(Section("What would change the answer", blocks: blocks))
      }
    }
    sections.append(Self.run(experiment, in: study))
    sections += found
    sections.append(Self.cost(costs, of: experiment, in: study, showsTimings: showsTimings))
    sections += outlook
    if experiment.simulatesSeeds || study.seeds.contains(where: \.isSimulated) {
      say("Seeds are simulated.", unless: "simulated")
    }
    let rounded = Set(study.masks.compactMap(\.sam).filter { $0.precision == .bf16 }.map(\.network))
    if !rounded.isEmpty {
      say("\(rounded.sorted().joined(separator: " and ")) computed in bf16.", unless: "bf16")
    }
  }

  /// Ends every caption with `sentence` that does not have `word` in it.
  private mutating func say(_ sentence: String, unless word: String) {
    lead = lead.map { $0.saying(sentence, unless: word) }
    for index in sections.indices {
      sections[index].blocks = sections[index].blocks.map { $0.saying(sentence, unless: word) }
    }
  }

  static func facts(of study: Study, simulatesSeeds: Bool = false) -> [Fact] {
    // The names of simulated sources say so.
    let seeds = simulatesSeeds ? ["simulated"] : study.seeds.map(\.name)
    return [
      Fact("Data", "\(study.dataset.name) \(study.dataset.split), \(study.samples.count) images"),
      Fact("Seeds", seeds.joined(separator: ", ")),
      Fact("Masks", study.masks.map(\.name).joined(separator: ", ")),
      Fact("Score", "VOC mIoU, void dropped"),
      Fact("Interval", "paired bootstrap, 2 000 resamples"),
    ]
  }

  private static func run(_ experiment: some ReportedExperiment, in study: Study) -> Section {
    let (stage, detail) = experiment.subject
    return Section("What was run") {
      FigureBlock(
        id: "\(experiment.id)-pipeline", figure: Pipeline(of: experiment, in: study).figure,
        caption: """
          From images to scores. Set off is what this question is about: \(stage.noun), \(detail).
          """,
        alternativeText: """
          Pseudo labels and masks meet in SEPL, whose labels are scored against the truth; \
          highlighted: \(stage.title), \(detail).
          """)
      if experiment.simulatesSeeds || study.seeds.contains(where: \.isSimulated) {
        Block.note(Wording.simulatedNote)
      }
    }
  }

  /// What was made per step: counts always, seconds where asked, since those differ between runs.
  private static func cost(
    _ costs: [StepCost], of experiment: some ReportedExperiment, in study: Study,
    showsTimings: Bool
  ) -> Section {
    guard showsTimings else {
      let steps = experiment.steps(in: study)
      let work = costs.map { cost in
        let kinds = steps.count { $0.name == cost.step }
        return "\(cost.step)\(kinds > 1 ? ", \(kinds) kinds," : "") on \(cost.images) images"
      }
      return Section("What it cost") {
        """
        The work: \(work.joined(separator: "; ")). What is in the cache is not made again. Seconds \
        and memory, which differ from machine to machine, are in \(code: "results.json").
        """
      }
    }
    return Section("What it cost") {
      TableBlock(
        id: "\(experiment.id)-cost", table: table(costs),
        caption: "Work per step, as measured when each image was worked on.")
    }
  }

  private static func table(_ costs: [StepCost]) -> Table {
    Table(
      columns: [
        .init("step"), .init("images"), .init("seconds"), .init("CPU seconds"),
        .init("peak memory, MB"),
      ],
      rows: costs.map { cost in
        Table.Row([
          .text(cost.step), .count(cost.images), .number(cost.seconds, digits: 2),
          .number(cost.cpuSeconds, digits: 2), .number(Double(cost.peakBytes) / 1e6, digits: 0),
        ])
      })
  }
}
