import Experiments
import Report

/// An experiment that can be read: its findings told as an answer, what carries it, and sections.
///
/// An experiment `Name` is written in `Name.swift`, and told in `Name+Story.swift`.
protocol ReportedExperiment: Experiment {
  /// The stage of the pipeline that the question is about, and what is tried there.
  var subject: (stage: Pipeline.Stage, detail: String) { get }
  /// Whether it draws seeds of its own from the truth.
  var simulatesSeeds: Bool { get }
  /// The images that the story shows.
  func pictures(of findings: Findings, in study: Study) -> [PictureRequest]
  @StoryBuilder func story(
    of findings: Findings, in study: Study, pictures: Pictures
  ) -> [StoryPart]
}

extension ReportedExperiment {
  var simulatesSeeds: Bool { false }

  func pictures(of findings: Findings, in study: Study) -> [PictureRequest] { [] }

  /// The Swift that made the chapter, for readers who want to see it.
  var source: String {
    let name = String(describing: Self.self)
    return ["\(name).swift", "\(name)+Story.swift"].compactMap { Embedded.sources[$0] }
      .joined(separator: "\n")
  }
}

/// A part of a chapter. What was run and what it cost is added by the report, each in its place.
enum StoryPart {
  case answer(Prose)
  case lead([Block])
  case asked([Block])
  case section(Section)
  case outlook([Block])
}

/// The sentence under the question.
func Answer(_ prose: Prose) -> StoryPart { .answer(prose) }

/// The figure and the table that carry the answer.
func Lead(@BlockBuilder _ blocks: () -> [Block]) -> StoryPart { .lead(blocks()) }

/// What was asked, and why.
func Asked(@BlockBuilder _ blocks: () -> [Block]) -> StoryPart { .asked(blocks()) }

/// What would change the answer.
func Outlook(@BlockBuilder _ blocks: () -> [Block]) -> StoryPart { .outlook(blocks()) }

/// Collects the parts of a chapter.
@resultBuilder
enum StoryBuilder {
  static func buildExpression(_ part: StoryPart) -> [StoryPart] { [part] }
  static func buildExpression(_ section: Section) -> [StoryPart] { [.section(section)] }
  static func buildBlock(_ parts: [StoryPart]...) -> [StoryPart] { parts.flatMap { $0 } }
  static func buildOptional(_ part: [StoryPart]?) -> [StoryPart] { part ?? [] }
  static func buildEither(first: [StoryPart]) -> [StoryPart] { first }
  static func buildEither(second: [StoryPart]) -> [StoryPart] { second }
  static func buildArray(_ parts: [[StoryPart]]) -> [StoryPart] { parts.flatMap { $0 } }
}
